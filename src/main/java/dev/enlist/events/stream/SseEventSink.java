package dev.enlist.events.stream;

import dev.enlist.events.CloudEvent;
import dev.enlist.events.LoggedEvent;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends server-sent events in the CloudEvents format; the id of each is its cursor. */
class SseEventSink implements EventSink {

    private final SseEmitter emitter = new SseEmitter(0L);

    SseEmitter emitter() {
        return emitter;
    }

    @Override
    public void tell(LoggedEvent event) throws IOException {
        emitter.send(SseEmitter.event()
                .id(event.cursor().wire())
                .name(CloudEvent.TYPE_PREFIX + event.type())
                .data(CloudEvent.of(event), MediaType.APPLICATION_JSON));
    }

    @Override
    public void beat() throws IOException {
        emitter.send(SseEmitter.event().comment("alive"));
    }

    @Override
    public void end() {
        emitter.complete();
    }

    @Override
    public void fail(Throwable cause) {
        emitter.completeWithError(cause);
    }
}
