/** Notes over REST. */
@NullMarked
package dev.enlist.note.web;

import org.jspecify.annotations.NullMarked;
