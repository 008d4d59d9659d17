/** FEEL for the decision tables, with the results of the stock engine; each cell is parsed once. */
@NullMarked
package dev.enlist.eligibility.feel;

import org.jspecify.annotations.NullMarked;
