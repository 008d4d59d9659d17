package dev.enlist.enrollment.web;

import dev.enlist.enrollment.EnrollmentCursor;
import dev.enlist.enrollment.EnrollmentSort;
import dev.enlist.enrollment.WorkspaceEnrollmentFilter;
import dev.enlist.enrollment.WorkspaceEnrollmentQuery;
import dev.enlist.enrollment.WorkspaceEnrollmentQuery.Found;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.BoundedCount;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ExportWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The enrollments of all program instances. */
@RestController
@RequestMapping("/enrollments")
@Tag(name = "Enrollments")
class WorkspaceEnrollmentController {

    private static final List<String> COLUMNS = columns();

    private final WorkspaceEnrollmentQuery queries;
    private final TimeZones zones;
    private final ExportWriter exports;

    WorkspaceEnrollmentController(WorkspaceEnrollmentQuery queries, TimeZones zones, ExportWriter exports) {
        this.queries = queries;
        this.zones = zones;
        this.exports = exports;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List the enrollments of all program instances",
            description = "Newest first where sort is absent. The first page tells totalItems, counted up to 10,000"
                    + " where anything but program instances and statuses filters; after=<next of the previous page> goes"
                    + " on, at the same cost on each page.")
    Page<EnrollmentResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "One program instance or several, separated by commas")
                    @RequestParam(required = false)
                    @Nullable
                    String programInstanceId,
            @Parameter(description = "Slug of a program", example = "nyc-battery")
                    @RequestParam(required = false)
                    @Nullable
                    String program,
            @Parameter(description = "Enrollments of this customer") @RequestParam(required = false) @Nullable
                    String customerId,
            @Parameter(description = "Enrollments of this lead") @RequestParam(required = false) @Nullable
                    String leadId,
            @Parameter(description = "Enrollments that renew this one") @RequestParam(required = false) @Nullable
                    String renews,
            @Parameter(description = "One status or several, separated by commas", example = "submitted,approved")
                    @RequestParam(required = false)
                    @Nullable
                    String status,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String manufacturer,
            @Parameter(
                            description =
                                    "rulesChanged, verdictChanged, waitingForApplicant, answerArrived, waitlisted or"
                                            + " renewal; of several, separated by commas, each has to be set",
                            example = "verdictChanged")
                    @RequestParam(required = false)
                    @Nullable
                    String flag,
            @Parameter(description = "Inclusive; a date is a day of the workspace")
                    @RequestParam(required = false)
                    @Nullable
                    String createdFrom,
            @Parameter(description = "Exclusive; a date is included") @RequestParam(required = false) @Nullable
                    String createdTo,
            @Parameter(description = "Whether rules published since would answer otherwise")
                    @RequestParam(required = false)
                    @Nullable
                    String flagged,
            @Parameter(
                            description =
                                    "Beginning of a first or last name (or of both) or of the e-mail, or a whole reference"
                                            + " or application number")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(
                            description = "createdAt, updatedAt, lastName or email; descending after a minus sign",
                            example = "-createdAt")
                    @RequestParam(required = false)
                    @Nullable
                    String sort,
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
        EnrollmentListParameters read = new EnrollmentListParameters(parameters, zones::ofWorkspace);
        WorkspaceEnrollmentFilter filter = read.workspaceFilter();
        EnrollmentSort order = read.sort();
        EnrollmentCursor position = read.after(order);
        int size = read.perPage();
        read.check();
        Found found = queries.page(filter, order, read.isDescending(), position, size);
        BoundedCount total = position == null ? queries.total(filter) : null;
        return page(found, size, total);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(produces = {ExportWriter.CSV, ExportWriter.NDJSON})
    @Operation(
            summary = "Export the enrollments of all program instances as CSV or NDJSON",
            description = ExportWriter.DESCRIPTION)
    void export(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        EnrollmentListParameters read = new EnrollmentListParameters(parameters, zones::ofWorkspace);
        WorkspaceEnrollmentFilter filter = read.workspaceFilter();
        read.sort();
        read.check();
        exports.write(request, response, "enrollments", "enrollments", COLUMNS, query -> exported(filter, query));
    }

    private Page<EnrollmentResource> exported(WorkspaceEnrollmentFilter filter, ListQuery query) {
        EnrollmentCursor after =
                EnrollmentCursor.ofWire(String.valueOf(query.after())).orElse(null);
        Found found = queries.page(filter, EnrollmentSort.CREATED_AT, false, after, query.perPage());
        return page(found, query.perPage(), null);
    }

    private static Page<EnrollmentResource> page(Found found, int perPage, @Nullable BoundedCount total) {
        return new Page<>(
                found.items().stream()
                        .map(listed -> EnrollmentResource.of(
                                listed.enrollment(),
                                listed.waitlistPosition(),
                                listed.allowedTransitions(),
                                listed.asked()))
                        .toList(),
                null,
                perPage,
                total == null ? null : total.items(),
                total == null ? null : (int) ((total.items() + perPage - 1) / perPage),
                total == null || total.exact() ? null : true,
                found.next() == null ? null : found.next().wire());
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(InstanceEnrollmentController.COLUMNS);
        columns.add(1, "programInstanceId");
        return List.copyOf(columns);
    }
}
