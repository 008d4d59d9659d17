/** The engine as we run it: closed to code in models, bound to workspaces, with our models deployed. */
@NullMarked
package dev.enlist.process.engine;

import org.jspecify.annotations.NullMarked;
