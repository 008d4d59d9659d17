/** Explains a decision condition by condition, and which change would make the person eligible. */
@NullMarked
@NamedInterface("explain")
package dev.enlist.analysis.explain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
