/** The feed as server-sent events: one reader thread per node, for any number of clients. */
@NullMarked
@NamedInterface("stream")
package dev.enlist.events.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
