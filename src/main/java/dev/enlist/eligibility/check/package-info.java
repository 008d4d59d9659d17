/** What can be told of a draft before anybody is decided by it: names, types, gaps, overlaps, rows in vain. */
@NullMarked
package dev.enlist.eligibility.check;

import org.jspecify.annotations.NullMarked;
