/** What stands before the engine's own pages and their REST resources: an allow-list, and no expressions. */
@NullMarked
package dev.enlist.process.edge;

import org.jspecify.annotations.NullMarked;
