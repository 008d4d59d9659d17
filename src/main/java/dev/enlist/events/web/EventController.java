package dev.enlist.events.web;

import dev.enlist.events.CloudEvent;
import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import dev.enlist.events.EventFilter;
import dev.enlist.events.stream.EventStreams;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.CallerStanding;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/events")
@Tag(name = "Events")
class EventController {

    /**
     * A page of the feed.
     *
     * @param next null only while there is no event at all
     */
    @Schema(name = "Events")
    record Events(
            List<CloudEvent> data,

            @Schema(
                    example = "k3-1f",
                    description = "Send it as after to read on; the feed has no end, so it is there on every page")
            @Nullable
            String next) {}

    private final EventFeed feed;
    private final EventStreams streams;
    private final CallerStanding standing;
    private final AccessGate gate;

    EventController(EventFeed feed, EventStreams streams, CallerStanding standing, AccessGate gate) {
        this.feed = feed;
        this.streams = streams;
        this.standing = standing;
        this.gate = gate;
    }

    @Requires(value = Scope.EVENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "Read the events of the workspace",
            description = "In an order that never changes: who reads on with after=<next> misses nothing and gets"
                    + " nothing twice. An empty page means that nothing new has happened; ask again with the same"
                    + " next. Cursors are valid for ever.")
    Events read(
            @Parameter(description = "A cursor or the next of a page; from the beginning where absent")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(
                            description = "1 to 500, 20 where absent",
                            schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "500"))
                    @RequestParam(required = false)
                    @Nullable
                    String perPage,
            @Parameter(
                            description = "One type or several, separated by commas",
                            example = "enrollment.created,enrollment.status_changed")
                    @RequestParam(required = false)
                    @Nullable
                    String type,
            @Parameter(description = "One instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId,
            @RequestParam(required = false) @Nullable String enrollmentId) {
        List<Fault> faults = new ArrayList<>();
        EventFilter filter = EventFilter.of(type, programInstanceId, enrollmentId, faults);
        Cursor cursor = cursor(feed, after, "/after", faults);
        Map<String, String> paging = new HashMap<>();
        if (perPage != null) {
            paging.put("perPage", perPage);
        }
        int most = ListParameters.read(paging, Map.of(), faults).perPage();
        EventFeed.Slice slice = feed.after(cursor, filter.within(gate.limit()), most);
        boolean atBeginning = slice.next().equals(Cursor.BEGINNING);
        return new Events(
                slice.events().stream().map(CloudEvent::of).toList(),
                atBeginning ? null : slice.next().wire());
    }

    @Requires(value = Scope.EVENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Listen to the events of the workspace",
            description = "Server-sent events: the id of each is its cursor, the data the same CloudEvent as in the"
                    + " feed. Begins with what happens from now on, or behind the Last-Event-ID. Every 15 seconds"
                    + " without events a comment says that the stream lives. It ends when the key does.")
    SseEmitter stream(
            @Parameter(description = "A cursor: resume behind this event")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable
                    String lastEventId,
            @Parameter(description = "The same, for clients that cannot send the header")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "One type or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String type,
            @Parameter(description = "One instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId,
            @RequestParam(required = false) @Nullable String enrollmentId,
            HttpServletResponse response) {
        List<Fault> faults = new ArrayList<>();
        EventFilter filter = EventFilter.of(type, programInstanceId, enrollmentId, faults);
        String resume = lastEventId != null && !lastEventId.isEmpty() ? lastEventId : after;
        String pointer = resume == after ? "/after" : "/Last-Event-ID";
        Cursor from = resume == null ? feed.end() : cursor(feed, resume, pointer, faults);
        refuse(faults);
        // proxies that buffer responses would delay events
        response.setHeader("X-Accel-Buffering", "no");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        return streams.open(from, filter.within(gate.limit()), standing.ofPresentCaller(Scope.EVENTS_READ));
    }

    /** Parses the cursor to continue from; adds a fault for a cursor that was not issued in this workspace. */
    private static Cursor cursor(EventFeed feed, @Nullable String wire, String pointer, List<Fault> faults) {
        return feed.cursor(wire).orElseGet(() -> {
            faults.add(new Fault(pointer, "is no cursor of this workspace"));
            return Cursor.BEGINNING;
        });
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }
}
