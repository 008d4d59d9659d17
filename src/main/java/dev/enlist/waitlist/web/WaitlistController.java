package dev.enlist.waitlist.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.capacity.WaitlistRepository;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.WaitlistService;
import dev.enlist.program.InstanceCapacity;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances/{id}/waitlist")
@Tag(name = "Capacity")
class WaitlistController {

    /**
     * The waitlist of an instance, in order of positions.
     *
     * @param enabled whether enrollments join the waitlist when the instance is full
     */
    @Schema(name = "Waitlist")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WaitlistResource(
            boolean enabled,

            @Schema(description = "How long the units offered to a person are reserved") @Nullable
            Integer offerHours,

            List<PlaceResource> data,
            int page,
            int perPage,
            long totalItems,
            int totalPages) {

        static WaitlistResource of(WaitlistService.Queue queue, Map<String, Enrollment> known) {
            Integer hours = queue.terms().hours();
            Page<WaitlistRepository.Place> places = queue.places();
            return new WaitlistResource(
                    hours != null,
                    hours,
                    places.data().stream()
                            .map(place -> PlaceResource.of(place, known.get(place.enrollmentId())))
                            .toList(),
                    places.page() == null ? 0 : places.page(),
                    places.perPage(),
                    places.totalItems() == null ? 0 : places.totalItems(),
                    places.totalPages() == null ? 0 : places.totalPages());
        }
    }

    /** A place on the waitlist. */
    @Schema(name = "WaitlistPlace")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlaceResource(
            String enrollmentId,
            @Schema(example = "1") int position,
            Instant enteredAt,

            @Schema(example = "B7K3-9QXM", description = "For callers with enrollments:read") @Nullable
            String applicationNumber,

            @Schema(
                    example = "Priya Raman",
                    description = "The e-mail where no name is known; for callers with enrollments:read")
            @Nullable
            String personName) {

        static PlaceResource of(WaitlistRepository.Place place, @Nullable Enrollment known) {
            return new PlaceResource(
                    place.enrollmentId(),
                    place.position(),
                    place.enteredAt(),
                    known == null ? null : known.applicationNumber(),
                    known == null ? null : name(known.application()));
        }

        private static String name(Application application) {
            String name = Stream.of(application.firstName(), application.lastName())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(" "));
            return name.isBlank() ? application.email() : name;
        }
    }

    private final WaitlistService waitlist;
    private final InstanceCapacity capacity;
    private final EnrollmentQueries enrollments;
    private final AccessGate gate;

    WaitlistController(
            WaitlistService waitlist, InstanceCapacity capacity, EnrollmentQueries enrollments, AccessGate gate) {
        this.waitlist = waitlist;
        this.capacity = capacity;
        this.enrollments = enrollments;
        this.gate = gate;
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    @Operation(summary = "Read the waitlist of a program instance", description = "In the order in which people came.")
    ResponseEntity<WaitlistResource> read(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        ListQuery query = ListParameters.read(parameters, Map.of(), refusedKey(parameters));
        return answer(waitlist.of(id, query.page(), query.perPage()));
    }

    private static List<Fault> refusedKey(Map<String, String> parameters) {
        return parameters.containsKey("after")
                ? List.of(new Fault("/after", "is not supported for waitlists; use 'page'"))
                : List.of();
    }

    @Requires(value = Scope.CAPACITY_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PatchMapping
    @Operation(
            summary = "Switch the waitlist of a program instance, or say how long an offer holds",
            description =
                    "JSON merge patch (RFC 7396). When it is switched off, no person joins it any more; people on it still get offers.")
    ResponseEntity<WaitlistResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = WaitlistTerms.class),
                                            examples = @ExampleObject("{\"enabled\": true, \"offerHours\": 48}")))
                    @RequestBody
                    JsonNode patch) {
        if (!patch.isObject()) {
            throw new InvalidInput("", "must be a JSON object");
        }
        capacity.changeWaitlist(id, ifMatch, patch);
        return answer(waitlist.of(id, 0, ListQuery.DEFAULT_PER_PAGE));
    }

    private ResponseEntity<WaitlistResource> answer(WaitlistService.Queue queue) {
        Map<String, Enrollment> known = gate.has(Scope.ENROLLMENTS_READ)
                ? enrollments.byIds(queue.places().data().stream()
                        .map(WaitlistRepository.Place::enrollmentId)
                        .toList())
                : Map.of();
        return TaggedResponse.ok(
                WaitlistResource.of(queue, known), queue.instance().version());
    }
}
