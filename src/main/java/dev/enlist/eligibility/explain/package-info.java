/** Why a table answered what it answered, condition by condition, and what would have to change for a yes. */
@NullMarked
@NamedInterface("explain")
package dev.enlist.eligibility.explain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
