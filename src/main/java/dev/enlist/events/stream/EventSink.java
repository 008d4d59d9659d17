package dev.enlist.events.stream;

import dev.enlist.events.LoggedEvent;
import java.io.IOException;

/**
 * Receives the events of a stream. Called by one thread at a time. Methods may block: the log is then read no further
 * than the client has received.
 */
public interface EventSink {

    /** @throws IOException if the client has disconnected */
    void tell(LoggedEvent event) throws IOException;

    /** Sends a heartbeat. */
    void beat() throws IOException;

    /** Ends the stream. */
    void end();

    /** Ends the stream because of a failure. */
    void fail(Throwable cause);
}
