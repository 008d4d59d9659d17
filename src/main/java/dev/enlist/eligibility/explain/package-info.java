/** Explains a decision condition by condition, and which change would make the person eligible. */
@NullMarked
@NamedInterface("explain")
package dev.enlist.eligibility.explain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
