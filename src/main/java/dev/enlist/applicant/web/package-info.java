/** Pages of applicants after the submit, and the operations of staff on their links. */
@NullMarked
package dev.enlist.applicant.web;

import org.jspecify.annotations.NullMarked;
