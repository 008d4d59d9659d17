/** Static analysis of a draft: names, types, gaps, overlaps and unreachable rows. */
@NullMarked
package dev.enlist.analysis.check;

import org.jspecify.annotations.NullMarked;
