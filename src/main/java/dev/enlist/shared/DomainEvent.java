package dev.enlist.shared;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the domain, published within the transaction of the change. Events that also go to
 * external receivers implement {@link Published}.
 */
public interface DomainEvent {

    Instant at();

    /** Something is gone for good, and with it whatever was kept about it elsewhere. */
    interface Erasure extends DomainEvent {

        String erasedId();
    }

    /** An event for the event log. Carries ids and statuses, never personal data. */
    interface Published extends DomainEvent {

        /** Such as {@code enrollment.status_changed}. */
        String type();

        /** Id of the resource that the event is about. */
        String subject();

        /** The workspace whose log it goes into. */
        String workspaceId();

        /** The program instance it belongs to, where there is one. */
        default @Nullable String programInstanceId() {
            return null;
        }

        /** Counts the events of one enrollment from 1 without gaps; null for other subjects. */
        default @Nullable Integer sequence() {
            return null;
        }

        Map<String, Object> data();
    }
}
