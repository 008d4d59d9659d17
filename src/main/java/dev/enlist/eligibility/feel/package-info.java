/** FEEL for the decision tables: the stock language and its results, each cell parsed once. */
@NullMarked
package dev.enlist.eligibility.feel;

import org.jspecify.annotations.NullMarked;
