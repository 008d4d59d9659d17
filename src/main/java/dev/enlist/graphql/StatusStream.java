package dev.enlist.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import dev.enlist.events.EventFilter;
import dev.enlist.events.LoggedEvent;
import dev.enlist.events.stream.EventSink;
import dev.enlist.events.stream.EventStreams;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.CallerStanding;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Streams the status changes of enrollments from the event feed, with one feed reader per node for all subscribers. A
 * client that reads too slowly, or whose key has ended, is disconnected and may resume after the last cursor it
 * received.
 */
@Controller
class StatusStream {

    private static final String MOVED = "enrollment.status_changed";

    /** A status change, without personal data. */
    public record EnrollmentStatusChange(
            String id,
            String cursor,
            Instant at,
            @Nullable Integer sequence,
            String enrollmentId,
            @Nullable String programInstanceId,
            @Nullable String from,
            String to,
            String by,
            @Nullable String code,
            @Nullable String ruleSet,
            @Nullable Integer ruleSetVersion) {

        static EnrollmentStatusChange of(LoggedEvent event) {
            JsonNode data = event.data();
            return new EnrollmentStatusChange(
                    event.id(),
                    event.cursor().wire(),
                    event.time(),
                    event.sequence(),
                    event.subject(),
                    event.programInstanceId(),
                    data.path("from").asText(null),
                    data.path("to").asText(),
                    data.path("by").asText(),
                    data.path("code").asText(null),
                    data.path("ruleSet").asText(null),
                    data.has("ruleSetVersion") ? data.path("ruleSetVersion").asInt() : null);
        }
    }

    private final EventFeed feed;
    private final EventStreams streams;
    private final CallerStanding standing;
    private final AccessGate gate;

    StatusStream(EventFeed feed, EventStreams streams, CallerStanding standing, AccessGate gate) {
        this.feed = feed;
        this.streams = streams;
        this.standing = standing;
        this.gate = gate;
    }

    @Requires(value = Scope.EVENTS_READ, limited = Requires.Limited.FILTERED)
    @SubscriptionMapping
    Flux<EnrollmentStatusChange> enrollmentStatusChanged(DataFetchingEnvironment field) {
        List<Fault> faults = new ArrayList<>();
        EventFilter wanted = EventFilter.of(
                MOVED, field.getArgument("programInstanceId"), field.getArgument("enrollmentId"), faults);
        String after = field.getArgument("after");
        Cursor from = after == null
                ? feed.end()
                : feed.cursor(after).orElseGet(() -> {
                    faults.add(new Fault("/after", "is no cursor of this workspace"));
                    return Cursor.BEGINNING;
                });
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        EventFilter filter = wanted.within(gate.limit());
        WorkspaceRef workspace = WorkspaceScope.current();
        BooleanSupplier allowed = standing.ofPresentCaller(Scope.EVENTS_READ);
        // runs at subscription time, possibly on another thread
        return Flux.create(
                sink -> WorkspaceScope.run(workspace, () -> sink.onDispose(open(sink, from, filter, allowed)::run)),
                FluxSink.OverflowStrategy.ERROR);
    }

    private Runnable open(
            FluxSink<EnrollmentStatusChange> sink, Cursor from, EventFilter filter, BooleanSupplier allowed) {
        return streams.open(
                new EventSink() {
                    @Override
                    public void tell(LoggedEvent event) {
                        sink.next(EnrollmentStatusChange.of(event));
                    }

                    @Override
                    public void beat() {
                        // the transport itself sends keep-alives
                    }

                    @Override
                    public void end() {
                        sink.complete();
                    }

                    @Override
                    public void fail(Throwable cause) {
                        sink.error(cause);
                    }
                },
                from,
                filter,
                allowed);
    }
}
