/** Test cases of a rule set: kept beside it, run against its draft, and a condition of publication. */
@NullMarked
package dev.enlist.eligibility.cases;

import org.jspecify.annotations.NullMarked;
