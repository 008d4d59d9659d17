/** Waitlists over HTTP. */
@NullMarked
package dev.enlist.waitlist.web;

import org.jspecify.annotations.NullMarked;
