/** FEEL for the decision tables, with the results of the stock engine; each cell is parsed once. */
@NullMarked
@NamedInterface("feel")
package dev.enlist.eligibility.feel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
