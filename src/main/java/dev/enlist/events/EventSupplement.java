package dev.enlist.events;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds members to the data of events of one type when they are read. For data about people: the log never changes, so
 * it does not hold what an erasure must be able to delete. Each reader of the log gets it: feed, stream, webhook and
 * Kafka.
 */
public interface EventSupplement {

    /** Of the events, as in the log. */
    String type();

    /** The members by subject, for the workspace in scope; without those that are gone. One query. */
    Map<String, ? extends Map<String, ? extends @Nullable Object>> members(Collection<String> subjects);

    /** The members of an event whose subject is gone. */
    Map<String, ? extends @Nullable Object> absent();
}
