package dev.enlist.review.web;

import dev.enlist.review.SavedView;
import dev.enlist.review.SavedViewService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/savedViews")
@Tag(name = "Saved views")
class SavedViewController {

    /** What callers send to save a view. */
    @Schema(name = "SavedViewRequest")
    record SavedViewRequest(
            @Schema(example = "Overdue batteries") @NotBlank @Size(max = 100)
            String name,

            @Schema(
                    example = "reviews",
                    description = "Name of the console's page",
                    allowableValues = {"reviews", "enrollments", "people", "reports"})
            @NotNull
            @Pattern(
                    regexp = "reviews|enrollments|people|reports",
                    message = "must be reviews, enrollments, people or reports")
            String page,

            @Schema(
                    example = "tab=unassigned&flag=overdue",
                    description = "Query string of the page, empty for no filter")
            @NotNull
            @Size(max = 2000)
            String query) {}

    /** A saved view on the wire. */
    @Schema(name = "SavedView")
    record SavedViewResource(
            String id,
            @Schema(example = "Overdue batteries") String name,
            @Schema(example = "reviews") String page,
            @Schema(example = "tab=unassigned&flag=overdue") String query,
            Instant createdAt) {

        static SavedViewResource of(SavedView view) {
            return new SavedViewResource(view.getId(), view.name(), view.page(), view.query(), view.createdAt());
        }
    }

    private final SavedViewService views;

    SavedViewController(SavedViewService views) {
        this.views = views;
    }

    @AnyCaller
    @GetMapping
    @Operation(summary = "List the saved views of the caller", description = "In the order of their ids.")
    Page<SavedViewResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @RequestParam(name = "of", required = false)
                    @Parameter(
                            description = "Name of a page of the console; all pages where absent",
                            example = "reviews")
                    @Nullable
                    String of,
            @Parameter(hidden = true) Actor actor) {
        return ListParameters.read(parameters, Map.of())
                .slice(views.of(actor.id(), of), SavedView::getId, SavedViewResource::of);
    }

    @AnyCaller
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Save a view",
            description =
                    "For the caller alone. A page has at most 50 views of a caller (409 too-many-views); a name is"
                            + " used once (409 already-exists).")
    ResponseEntity<SavedViewResource> save(
            @RequestBody SavedViewRequest request, @Parameter(hidden = true) Actor actor) {
        SavedView view = views.save(actor.id(), request.page(), request.name(), request.query());
        return ResponseEntity.created(URI.create("/savedViews/" + view.getId())).body(SavedViewResource.of(view));
    }

    @AnyCaller
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a saved view of the caller")
    ResponseEntity<Void> delete(@PathVariable String id, @Parameter(hidden = true) Actor actor) {
        views.delete(actor.id(), id);
        return ResponseEntity.noContent().build();
    }
}
