/** HTTP endpoints of the feed, the stream, the webhooks and the notifications. */
@NullMarked
package dev.enlist.outbound.web;

import org.jspecify.annotations.NullMarked;
