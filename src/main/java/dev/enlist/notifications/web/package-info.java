/** Notifications, their templates and the page to unsubscribe, over HTTP. */
@NullMarked
package dev.enlist.notifications.web;

import org.jspecify.annotations.NullMarked;
