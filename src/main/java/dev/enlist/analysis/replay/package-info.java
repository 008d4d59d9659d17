/** Replays of a draft over recorded decisions: which enrollments would get another verdict, and by which row. */
@NullMarked
package dev.enlist.analysis.replay;

import org.jspecify.annotations.NullMarked;
