/** HTTP operations on the load and the absences of reviewers. */
@NullMarked
package dev.enlist.review.workload.web;

import org.jspecify.annotations.NullMarked;
