/** The load of reviewers: their claimed and decided reviews, their absences, and how long programs let people wait. */
@NullMarked
@NamedInterface("workload")
package dev.enlist.review.workload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
