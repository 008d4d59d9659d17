package dev.enlist.access.session;

import dev.enlist.shared.access.AccessEnded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Writes a session only if it changed. Spring Session itself writes the time of the last use when the response begins,
 * which for a request within a transaction would take a second connection (see decision 53), and overwrites the id that a
 * concurrent request has just changed. The time is written here when the session is read, at most once a minute.
 */
class SparseSessionRepository<S extends Session> implements SessionRepository<SparseSession<S>> {

    /** The precision of the time of the last use. */
    static final Duration PRECISION = Duration.ofMinutes(1);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final SessionRepository<S> sessions;
    private final SessionAttributeCodec codec;
    private final SessionTable table;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SparseSessionRepository(
            SessionRepository<S> sessions,
            SessionAttributeCodec codec,
            SessionTable table,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sessions = sessions;
        this.codec = codec;
        this.table = table;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public SparseSession<S> createSession() {
        return new SparseSession<>(sessions.createSession(), codec, true);
    }

    @Override
    public void save(SparseSession<S> session) {
        if (session.isChanged()) {
            sessions.save(session.session());
            session.saved();
        }
    }

    /** Null for what is not an id, without a query: the cookie can contain anything. */
    @Override
    @SuppressWarnings("unchecked")
    public @Nullable SparseSession<S> findById(String id) {
        if (SessionReads.get(id) instanceof SparseSession<?> read) {
            return (SparseSession<S>) read;
        }
        S found = ID.matcher(id).matches() ? sessions.findById(id) : null;
        if (found == null) {
            return null;
        }
        Instant now = clock.instant();
        if (found.getLastAccessedTime().plus(PRECISION).isBefore(now)) {
            table.touch(id, now);
        }
        SparseSession<S> session = new SparseSession<>(found, codec, false);
        SessionReads.put(id, session);
        return session;
    }

    @Override
    public void deleteById(String id) {
        sessions.deleteById(id);
        SessionReads.forget(id);
        events.publishEvent(new AccessEnded());
    }
}
