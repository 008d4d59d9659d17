package dev.enlist.access.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/**
 * A session that knows whether it has to be saved. An attribute that is set to an equal value is no change: the engine's
 * pages set theirs with every request.
 */
final class SparseSession<S extends Session> implements Session {

    private final S session;
    private final SessionAttributeCodec codec;

    /** The stored form of attributes as they were read or last set. */
    private final Map<String, byte[]> known = new HashMap<>();

    private boolean changed;

    SparseSession(S session, SessionAttributeCodec codec, boolean changed) {
        this.session = session;
        this.codec = codec;
        this.changed = changed;
    }

    S session() {
        return session;
    }

    boolean isChanged() {
        return changed;
    }

    void saved() {
        changed = false;
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public String changeSessionId() {
        changed = true;
        return session.changeSessionId();
    }

    @Override
    public <T> @Nullable T getAttribute(String name) {
        T value = session.getAttribute(name);
        if (value != null) {
            known.computeIfAbsent(name, unknown -> codec.write(value));
        }
        return value;
    }

    @Override
    public Set<String> getAttributeNames() {
        return session.getAttributeNames();
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        byte[] stored = codec.write(value);
        if (!Arrays.equals(known.put(name, stored), stored)) {
            changed = true;
            session.setAttribute(name, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        known.remove(name);
        if (session.getAttributeNames().contains(name)) {
            changed = true;
            session.removeAttribute(name);
        }
    }

    @Override
    public Instant getCreationTime() {
        return session.getCreationTime();
    }

    /** Does nothing: {@link SparseSessionRepository} stores the time when it reads the session, once a minute. */
    @Override
    public void setLastAccessedTime(Instant lastAccessedTime) {}

    @Override
    public Instant getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        changed = true;
        session.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return session.isExpired();
    }
}
