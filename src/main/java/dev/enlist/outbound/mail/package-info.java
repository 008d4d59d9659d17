/**
 * E-mail notifications about enrollments: created from the event feed and sent in the background, so that no decision
 * about an enrollment waits for a mail server.
 */
@NullMarked
package dev.enlist.outbound.mail;

import org.jspecify.annotations.NullMarked;
