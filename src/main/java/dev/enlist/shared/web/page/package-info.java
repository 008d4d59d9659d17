/** The frame of the pages for applicants: language, brand and the model of the layout {@code layout/applicant}. */
@NullMarked
package dev.enlist.shared.web.page;

import org.jspecify.annotations.NullMarked;
