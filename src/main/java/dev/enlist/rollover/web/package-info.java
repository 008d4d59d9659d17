/** Rollovers over HTTP. */
@NullMarked
package dev.enlist.rollover.web;

import org.jspecify.annotations.NullMarked;
