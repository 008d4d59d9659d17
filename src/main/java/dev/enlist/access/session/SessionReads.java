package dev.enlist.access.session;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/**
 * The sessions that a request has read, kept until it ends. Spring Session reads the session again when the response
 * begins, to decide about the cookie; a request that streams rows holds a connection then and must not take a second.
 */
public final class SessionReads implements AutoCloseable {

    private static final ThreadLocal<@Nullable Map<String, Session>> OF_REQUEST = new ThreadLocal<>();

    private SessionReads() {}

    /** Begins to keep what the thread reads; closing it forgets all. */
    public static SessionReads open() {
        OF_REQUEST.set(new HashMap<>());
        return new SessionReads();
    }

    @Override
    public void close() {
        OF_REQUEST.remove();
    }

    static @Nullable Session get(String id) {
        Map<String, Session> kept = OF_REQUEST.get();
        return kept == null ? null : kept.get(id);
    }

    static void put(String id, Session session) {
        Map<String, Session> kept = OF_REQUEST.get();
        if (kept != null) {
            kept.put(id, session);
        }
    }

    static void forget(String id) {
        Map<String, Session> kept = OF_REQUEST.get();
        if (kept != null) {
            kept.remove(id);
        }
    }
}
