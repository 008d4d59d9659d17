/** What may go wrong, by name; mapped once to RFC 9457 problem documents. */
@NullMarked
package dev.enlist.shared.problem;

import org.jspecify.annotations.NullMarked;
