/** The feed and the stream over HTTP. */
@NullMarked
package dev.enlist.events.web;

import org.jspecify.annotations.NullMarked;
