package dev.enlist.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a search found, in groups; a group without results is left out. */
@Schema(name = "SearchResult")
public record SearchResult(List<Group> groups) {

    /**
     * Results of one kind, the best first.
     *
     * @param more whether there are further results of this kind
     */
    @Schema(name = "SearchGroup")
    public record Group(
            @Schema(example = "person", implementation = String.class)
            SearchKind kind,

            List<Hit> items,
            boolean more) {}

    /**
     * One result.
     *
     * @param id     of the resource
     * @param slug   of a program or a rule set; absent for other kinds
     * @param title  what it is called
     * @param detail what distinguishes it from others with the same title
     * @param status of an application or a campaign; {@code lead} or {@code customer} for a person; absent for other kinds
     */
    @Schema(name = "SearchHit")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Hit(
            String id,
            @Schema(example = "nyc-battery") @Nullable String slug,
            @Schema(example = "Priya Raman") String title,

            @Schema(example = "priya.raman@example.com") @Nullable
            String detail,

            @Schema(example = "customer") @Nullable String status) {}
}
