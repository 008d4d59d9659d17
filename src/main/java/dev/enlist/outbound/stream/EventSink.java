package dev.enlist.outbound.stream;

import dev.enlist.outbound.LoggedEvent;
import java.io.IOException;

/**
 * Where a stream of events goes. Called by one thread at a time, which may be kept waiting: for a client that is slow
 * the log is read no further than it has got.
 */
public interface EventSink {

    /** @throws IOException where the client is gone */
    void tell(LoggedEvent event) throws IOException;

    /** Nothing has happened; the stream lives. */
    void beat() throws IOException;

    /** There will be no more. */
    void end();

    /** The same, since it cannot go on. */
    void fail(Throwable cause);
}
