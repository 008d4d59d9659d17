/** Test cases of a rule set: stored with it, run against its draft, and required to pass before publication. */
@NullMarked
@NamedInterface("cases")
package dev.enlist.eligibility.cases;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
