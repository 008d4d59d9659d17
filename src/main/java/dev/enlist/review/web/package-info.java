/** The HTTP API of the inbox of reviewers. */
@NullMarked
package dev.enlist.review.web;

import org.jspecify.annotations.NullMarked;
