package dev.enlist.overview.web;

import dev.enlist.overview.TimelineCursor;
import dev.enlist.overview.TimelineEntry;
import dev.enlist.overview.TimelineKind;
import dev.enlist.overview.TimelineService;
import dev.enlist.overview.TimelineService.TimelinePage;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Enrollments")
class TimelineController {

    private final TimelineService timeline;
    private final EnrollmentOwners owners;

    TimelineController(TimelineService timeline, EnrollmentOwners owners) {
        this.timeline = timeline;
        this.owners = owners;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/timeline")
    @Operation(
            summary = "Read everything that happened to an enrollment, newest first",
            description = "Changes of the status, claims, questions and answers, steps of workflows, changes of the"
                    + " incentive, steps of payouts, outcomes, activities, documents, notes, mails, deliveries to"
                    + " webhooks, events and the audit trail in one list. Kinds are left out without the scope that reads"
                    + " them: payouts:read, outcomes:read, activities:read, documents:read, notes:read, webhooks:read,"
                    + " events:read, audit:read."
                    + " after=<next of the previous page> goes on.")
    Page<TimelineEntry> read(
            @PathVariable String id,
            @Parameter(
                            description =
                                    "status, claim, question, answer, workflow-step, incentive, payout, outcome,"
                                            + " activity, document, note, mail, delivery, event or audit; several separated by commas; all where absent",
                            example = "status,mail")
                    @RequestParam(required = false)
                    @Nullable
                    String kind,
            @Parameter(
                            description = "20 where absent",
                            schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "500"),
                            example = "25")
                    @RequestParam(required = false)
                    @Nullable
                    String perPage,
            @Parameter(description = "next of the previous page; the first page where absent or empty")
                    @RequestParam(required = false)
                    @Nullable
                    String after) {
        List<Fault> faults = new ArrayList<>();
        Set<TimelineKind> kinds = kinds(kind, faults);
        int size = size(perPage, faults);
        TimelineCursor position = position(after, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        owners.ownerOf(id).orElseThrow(() -> new NotFound("enrollment"));
        TimelinePage page = timeline.page(id, kinds, position, size);
        return new Page<>(
                page.entries(),
                null,
                size,
                null,
                null,
                page.next() == null ? null : page.next().wire());
    }

    private static Set<TimelineKind> kinds(@Nullable String kind, List<Fault> faults) {
        Set<TimelineKind> kinds = EnumSet.noneOf(TimelineKind.class);
        if (kind == null) {
            return kinds;
        }
        for (String name : kind.split(",", -1)) {
            TimelineKind.ofWire(name.strip())
                    .ifPresentOrElse(
                            kinds::add,
                            () -> faults.add(new Fault(
                                    "/kind", "must be " + String.join(", ", TimelineKind.wires()) + ", or several")));
        }
        return kinds;
    }

    private static int size(@Nullable String perPage, List<Fault> faults) {
        if (perPage == null) {
            return ListQuery.DEFAULT_PER_PAGE;
        }
        if (perPage.matches("[0-9]{1,3}")) {
            int size = Integer.parseInt(perPage);
            if (size >= 1 && size <= ListQuery.MAX_PER_PAGE) {
                return size;
            }
        }
        faults.add(new Fault("/perPage", "must be a whole number from 1 to " + ListQuery.MAX_PER_PAGE));
        return ListQuery.DEFAULT_PER_PAGE;
    }

    private static @Nullable TimelineCursor position(@Nullable String after, List<Fault> faults) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        TimelineCursor position = TimelineCursor.ofWire(after).orElse(null);
        if (position == null) {
            faults.add(new Fault("/after", "must be the value of next of the previous page"));
        }
        return position;
    }
}
