/** Enrollments over REST. */
@NullMarked
package dev.enlist.enrollment.web;

import org.jspecify.annotations.NullMarked;
