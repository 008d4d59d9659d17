/** Webhooks and their deliveries over HTTP. */
@NullMarked
package dev.enlist.webhooks.web;

import org.jspecify.annotations.NullMarked;
