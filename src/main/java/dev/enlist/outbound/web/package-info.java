/** The feed, the stream and the webhooks over HTTP. */
@NullMarked
package dev.enlist.outbound.web;

import org.jspecify.annotations.NullMarked;
