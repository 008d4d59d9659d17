/** Filters in front of the engine's pages and REST resources: an allow-list of operations, without expressions. */
@NullMarked
package dev.enlist.process.edge;

import org.jspecify.annotations.NullMarked;
