/** The feed as server-sent events: one reader per node, however many listen. */
@NullMarked
package dev.enlist.outbound.stream;

import org.jspecify.annotations.NullMarked;
