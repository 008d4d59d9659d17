/** The feed as server-sent events: one reader per node, however many listen. */
@NullMarked
@NamedInterface("stream")
package dev.enlist.outbound.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
