/**
 * The engine: its configuration, its extensions, and everything that uses its internal classes, each with the reason. No
 * code in models, workspaces as tenants, deployment of the models.
 */
@NullMarked
package dev.enlist.process.engine;

import org.jspecify.annotations.NullMarked;
