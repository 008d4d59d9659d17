/** Static analysis of a draft: names, types, gaps, overlaps and unreachable rows. */
@NullMarked
package dev.enlist.eligibility.check;

import org.jspecify.annotations.NullMarked;
