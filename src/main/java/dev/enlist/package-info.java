/** Enlist: each package below is a module, which states its content and the modules it may use. */
@NullMarked
package dev.enlist;

import org.jspecify.annotations.NullMarked;
