package dev.enlist.workflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.workflow.run.WorkflowMigrationService;
import dev.enlist.workflow.run.WorkflowMigrationService.Application;
import dev.enlist.workflow.run.WorkflowMigrationService.Migration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Workflows")
class WorkflowMigrationController {

    @Schema(name = "WorkflowMigrationRequest")
    record MigrationRequest(
            @Schema(example = "2", description = "Version to which the applications move") @NotNull @Min(1)
            Integer to,

            @Schema(description = "Only say which applications could be moved; false where absent") @Nullable
            Boolean dryRun,

            @Schema(description = "next of the answer before; absent for the first call")
            @Nullable
            @Pattern(regexp = "[a-z0-9]{0,25}", message = "must be the id of an enrollment")
            String after) {}

    @Schema(name = "WorkflowMigrationApplication")
    record ApplicationResource(
            String enrollmentId,
            @Schema(example = "B7K3-9QXM") String applicationNumber,

            @Schema(description = "Why it cannot be moved, in words; empty where it can")
            List<String> reasons) {

        static ApplicationResource of(Application application) {
            return new ApplicationResource(
                    application.enrollmentId(), application.applicationNumber(), application.obstacles());
        }
    }

    @Schema(name = "WorkflowMigration")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MigrationResource(
            String workflow,
            int from,
            int to,
            boolean dryRun,

            @Schema(description = "How many applications were moved; 0 for a preview")
            int moved,

            List<ApplicationResource> movable,
            List<ApplicationResource> notMovable,

            @Schema(description = "after of the call that goes on; absent where no application remains") @Nullable
            String next) {

        static MigrationResource of(Migration migration, boolean dryRun) {
            return new MigrationResource(
                    migration.from().slug(),
                    migration.from().version(),
                    migration.to().version(),
                    dryRun,
                    migration.moved(),
                    some(migration, true),
                    some(migration, false),
                    migration.next().isEmpty() ? null : migration.next());
        }

        private static List<ApplicationResource> some(Migration migration, boolean movable) {
            return migration.applications().stream()
                    .filter(application -> application.obstacles().isEmpty() == movable)
                    .map(ApplicationResource::of)
                    .toList();
        }
    }

    private final WorkflowMigrationService migrations;

    WorkflowMigrationController(WorkflowMigrationService migrations) {
        this.migrations = migrations;
    }

    @Requires(Scope.WORKFLOWS_PUBLISH)
    @PostMapping("/workflows/{slug}/versions/{number}/migrate")
    @Operation(
            summary = "Move waiting applications to another version",
            description =
                    "Those that wait at a step which the other version has, with the same id and kind. With dryRun"
                            + " nothing changes, and the answer names the applications that cannot be moved and why. At most 500 of"
                            + " one call; send next as after to go on.")
    MigrationResource migrate(
            @PathVariable String slug, @PathVariable int number, @RequestBody MigrationRequest request) {
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        return MigrationResource.of(
                migrations.migrate(slug, number, request.to(), request.after() == null ? "" : request.after(), dryRun),
                dryRun);
    }
}
