package dev.enlist.review.web;

import dev.enlist.review.ListColumnsService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/listColumns/{page}")
@Tag(name = "Saved views")
class ListColumnsController {

    private static final Set<String> PAGES = Set.of("enrollments", "people");

    /** The columns of a list, on the wire. */
    @Schema(name = "ListColumns")
    record ListColumns(
            @Schema(
                    example = "[\"number\", \"status\", \"city\"]",
                    description = "In the order shown, without the person, which is always the first; names that a page"
                            + " does not know are ignored")
            @NotNull
            @Size(max = 50)
            List<
                            @NotNull
                            @Pattern(regexp = "[a-z][A-Za-z]{0,39}", message = "must be a name of up to 40 letters")
                            String>
                    columns) {}

    private final ListColumnsService columns;

    ListColumnsController(ListColumnsService columns) {
        this.columns = columns;
    }

    @AnyCaller
    @GetMapping
    @Operation(
            summary = "Read the columns that the caller chose for a list",
            description = "Of the page enrollments or people of the console; empty if the caller never chose.")
    ListColumns read(
            @Parameter(example = "enrollments") @PathVariable String page, @Parameter(hidden = true) Actor actor) {
        return new ListColumns(columns.of(actor.id(), known(page)).orElse(List.of()));
    }

    @AnyCaller
    @PutMapping
    @Operation(
            summary = "Choose the columns of a list",
            description = "Of the page enrollments or people of the console, for the caller alone.")
    ListColumns choose(
            @Parameter(example = "enrollments") @PathVariable String page,
            @RequestBody ListColumns chosen,
            @Parameter(hidden = true) Actor actor) {
        columns.choose(actor.id(), known(page), chosen.columns());
        return chosen;
    }

    private static String known(String page) {
        if (!PAGES.contains(page)) {
            throw new NotFound("list");
        }
        return page;
    }
}
