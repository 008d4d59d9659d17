/** Outcomes over REST. */
@NullMarked
package dev.enlist.outcome.web;

import org.jspecify.annotations.NullMarked;
