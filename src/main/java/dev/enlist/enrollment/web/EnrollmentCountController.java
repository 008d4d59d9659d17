package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How many enrollments the program instances have, for lists of programs and instances. */
@RestController
@RequestMapping("/enrollments/counts")
@Tag(name = "Enrollments")
class EnrollmentCountController {

    /**
     * The enrollments of an instance.
     *
     * @param counts by status; a status without enrollments has 0
     */
    @Schema(name = "EnrollmentCounts")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CountsResource(
            @Schema(example = "cmwpmgs0p00a32665a3uo48w0") String programInstanceId,
            @Schema(example = "NYC Battery Program 2026") String title,
            String programId,
            @Schema(example = "nyc-battery-program") String programSlug,
            boolean active,
            @Nullable Instant archivedAt,
            @Nullable String campaignId,

            @Schema(
                    types = "object",
                    example = "{\"candidate\": 0, \"eligible\": 12, \"ineligible\": 3, \"submitted\": 4,"
                            + " \"approved\": 70, \"rejected\": 2, \"unenrolled\": 1}")
            Map<EnrollmentStatus, Long> counts,

            @Schema(example = "92") long total) {

        static CountsResource of(ProgramInstance instance, Map<EnrollmentStatus, Long> counted) {
            Map<EnrollmentStatus, Long> counts = new EnumMap<>(EnrollmentStatus.class);
            for (EnrollmentStatus status : EnrollmentStatus.values()) {
                counts.put(status, counted.getOrDefault(status, 0L));
            }
            return new CountsResource(
                    instance.getId(),
                    instance.details().title(),
                    instance.program().getId(),
                    instance.program().slug(),
                    instance.details().active(),
                    instance.archivedAt().orElse(null),
                    instance.cohort().map(cohort -> cohort.campaignId()).orElse(null),
                    counts,
                    counts.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private final ProgramInstanceService instances;
    private final EnrollmentQueries enrollments;

    EnrollmentCountController(ProgramInstanceService instances, EnrollmentQueries enrollments) {
        this.instances = instances;
        this.enrollments = enrollments;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "Count the enrollments of program instances by status",
            description = "A list of program instances, each with the current number of its enrollments in each status."
                    + " Costs the same however many enrollments there are. Sort by createdAt, updatedAt, title, startDate,"
                    + " endDate.")
    Page<CountsResource> counts(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Instances of this program only") @RequestParam(required = false) @Nullable
                    String programSlug,
            @Parameter(description = "Active, or inactive and archived instances")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean active) {
        ListQuery query = ListParameters.read(parameters, ProgramInstanceService.SORTABLE);
        Page<ProgramInstance> page = instances.list(query, programSlug, active, null, instance -> instance);
        List<String> ids = page.data().stream().map(ProgramInstance::getId).toList();
        Map<String, Map<EnrollmentStatus, Long>> counts = enrollments.countsByInstance(ids);
        return page.map(instance -> CountsResource.of(instance, counts.getOrDefault(instance.getId(), Map.of())));
    }
}
