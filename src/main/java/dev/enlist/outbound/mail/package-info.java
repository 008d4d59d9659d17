/**
 * E-mail about enrollments: made from the feed, sent in the background. Nothing of it is ever waited for by whoever
 * decides about an enrollment.
 */
@NullMarked
package dev.enlist.outbound.mail;

import org.jspecify.annotations.NullMarked;
