package dev.enlist.events.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.events.Cursor;
import dev.enlist.events.EventFilter;
import dev.enlist.events.LoggedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a stream whose response cannot be written. */
class EventStreamTests {

    private final List<String> ends = new ArrayList<>();

    private EventStream stream(Exception atBeat) {
        return new EventStream(
                new EventSink() {
                    @Override
                    public void tell(LoggedEvent event) {
                        throw new AssertionError("no event was taken");
                    }

                    @Override
                    public void beat() throws IOException {
                        if (atBeat instanceof IOException disconnected) {
                            throw disconnected;
                        }
                        throw (RuntimeException) atBeat;
                    }

                    @Override
                    public void end() {
                        ends.add("end");
                    }

                    @Override
                    public void fail(Throwable cause) {
                        ends.add("fail " + cause.getMessage());
                    }
                },
                Cursor.BEGINNING,
                EventFilter.EVERYTHING,
                () -> true,
                10,
                Runnable::run);
    }

    @Test
    void isEndedIfItsClientMayStillBeConnected() {
        EventStream stream = stream(new IllegalStateException("in the wrong state"));

        stream.beat();

        assertThat(stream.isOver()).isTrue();
        assertThat(ends).containsExactly("fail in the wrong state");
    }

    @Test
    void isLeftToTheContainerIfItsClientDisconnected() {
        EventStream stream = stream(new IOException("Broken pipe"));

        stream.beat();

        assertThat(stream.isOver()).isTrue();
        assertThat(ends).isEmpty();
    }
}
