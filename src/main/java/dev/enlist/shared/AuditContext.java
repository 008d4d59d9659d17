package dev.enlist.shared;

import java.util.HashMap;
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
 * @param traceParent trace of the request as in the header {@code traceparent} of W3C Trace Context; null without one
 */
public record AuditContext(
        @Nullable Actor actor,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String operation,
        @Nullable String traceParent) {

    /** Where a request is one operation, or there is no request. */
    public AuditContext(
            @Nullable Actor actor, @Nullable String ip, @Nullable String userAgent, @Nullable String requestId) {
        this(actor, ip, userAgent, requestId, null, null);
    }

    /** The same place, for one operation of several. */
    public AuditContext within(String named) {
        return new AuditContext(actor, ip, userAgent, requestId, named, traceParent);
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
        return new AuditContext(named, ip, userAgent, requestId, operation, traceParent);
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
     * Returns the trace of the request that changes this subject; null if it has none. Among several requests, the trace of a
     * subject that belongs to none of them is unknown.
     */
    public static @Nullable String traceAbout(String subjectId) {
        Map<String, AuditContext> apart = ABOUT.get();
        return apart == null ? current().traceParent : apart.getOrDefault(subjectId, UNKNOWN).traceParent;
    }

    /** Until closed, several requests share the work of this thread; see {@link #attribute}. */
    public static Entered enterSeveral() {
        ABOUT.set(new HashMap<>());
        return ABOUT::remove;
    }

    /** What is done to this subject comes from this request, where several requests share the work of this thread. */
    public static void attribute(String subjectId, AuditContext request) {
        Map<String, AuditContext> apart = ABOUT.get();
        if (apart != null) {
            apart.put(subjectId, request);
        }
    }

    /** What is done to {@code otherId} comes from the request that {@code subjectId} belongs to, too. */
    public static void attributeAlso(String subjectId, String otherId) {
        Map<String, AuditContext> apart = ABOUT.get();
        if (apart != null && apart.containsKey(subjectId)) {
            apart.put(otherId, apart.get(subjectId));
        }
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
