package dev.enlist.shared;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where what this thread does comes from: a request, or work in the background that acts in a name of its
 * own. Kept for the audit trail, by the thread.
 *
 * @param actor     in whose name; null where the caller is known by signing in or by a key
 * @param ip        address of the caller
 * @param userAgent what the caller calls its program; at most 200 characters
 * @param requestId tells the requests apart, as in the header {@code X-Request-Id}
 * @param operation which of the operations of one request, where it may hold several: the field of a GraphQL
 *                  mutation, such as {@code mutation approveEnrollment}
 */
public record AuditContext(
        @Nullable Actor actor,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String operation) {

    /** Where a request is one operation, or there is no request. */
    public AuditContext(
            @Nullable Actor actor, @Nullable String ip, @Nullable String userAgent, @Nullable String requestId) {
        this(actor, ip, userAgent, requestId, null);
    }

    /** The same place, for one operation of several. */
    public AuditContext within(String named) {
        return new AuditContext(actor, ip, userAgent, requestId, named);
    }

    private static final AuditContext UNKNOWN = new AuditContext(null, null, null, null);

    private static final ThreadLocal<AuditContext> CURRENT = new ThreadLocal<>();

    private static final ThreadLocal<Map<String, AuditContext>> ABOUT = new ThreadLocal<>();

    public static AuditContext current() {
        AuditContext current = CURRENT.get();
        return current == null ? UNKNOWN : current;
    }

    /** The same place, in a name that is known. */
    public AuditContext by(Actor named) {
        return new AuditContext(named, ip, userAgent, requestId, operation);
    }

    /** Work of ours, in a name that the trail will tell. */
    public static AuditContext of(Actor actor) {
        return new AuditContext(actor, null, null, null);
    }

    /** Where what is done to this subject comes from. */
    public static AuditContext about(String subjectId) {
        Map<String, AuditContext> apart = ABOUT.get();
        return apart == null ? current() : apart.getOrDefault(subjectId, current());
    }

    /**
     * Holds on this thread until closed: what is done to these subjects comes from elsewhere than the rest. For several
     * requests that share a transaction.
     *
     * @param apart by the id of the subject; may be added to until the transaction ends
     */
    public static Entered enterAbout(Map<String, AuditContext> apart) {
        ABOUT.set(apart);
        return ABOUT::remove;
    }

    /** Holds on this thread until closed. */
    public static Entered enter(AuditContext origin) {
        AuditContext before = CURRENT.get();
        CURRENT.set(origin);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** An origin to be left. */
    @FunctionalInterface
    public interface Entered extends AutoCloseable {
        @Override
        void close();
    }
}
