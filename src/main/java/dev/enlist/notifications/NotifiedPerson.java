package dev.enlist.notifications;

import org.jspecify.annotations.Nullable;

/**
 * The person whose enrollment a message is about.
 *
 * @param id   of the customer or lead; null where the enrollment has neither
 * @param name the e-mail address where the person gave no name
 */
public record NotifiedPerson(@Nullable String id, String applicationNumber, String name) {}
