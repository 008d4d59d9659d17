/** The configured engine: no code in models, workspaces as tenants, deployment of the models. */
@NullMarked
package dev.enlist.process.engine;

import org.jspecify.annotations.NullMarked;
