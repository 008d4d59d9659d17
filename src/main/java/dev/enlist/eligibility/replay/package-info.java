/** Drafts held over what was decided: who would be decided otherwise, and by which row. */
@NullMarked
package dev.enlist.eligibility.replay;

import org.jspecify.annotations.NullMarked;
