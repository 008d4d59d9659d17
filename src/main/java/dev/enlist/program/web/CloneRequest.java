package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.enlist.program.InstanceCopy;
import dev.enlist.shared.json.EndOfDay;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.validation.Slug;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What shall be different about a copy. */
@Schema(name = "CloneRequest")
record CloneRequest(
        @Schema(example = "NYC Battery Program 2026", description = "That of the original with (copy) where absent")
        @Nullable
        @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
        @Size(max = 200)
        String title,

        @Schema(example = "nyc-battery-2026", description = "Made from the title where absent") @Nullable @Slug
        String slug,

        @Nullable @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Size(max = 5000)
        String description,

        @Schema(description = "true where absent") @Nullable Boolean active,
        @Schema(example = "2026-01-01") @Nullable Instant startDate,
        @Schema(example = "2026-12-31") @Nullable @EndOfDay Instant endDate,

        @Schema(
                example = "{\"incentive\": {\"amount\": 600}}",
                description = "Merge patch of the configuration of the original")
        @Nullable
        Map<String, Object> config) {

    /** @param zone that of the original, which the copy takes over: dates without a time are days in it */
    static InstanceCopy copy(@Nullable JsonNode document, StrictJson json, Supplier<ZoneId> zone) {
        if (document == null) {
            return new InstanceCopy(null, null, null, true, null, null, MissingNode.getInstance());
        }
        CloneRequest request = json.read(document, CloneRequest.class, zone);
        JsonNode config = request.config == null ? MissingNode.getInstance() : json.write(request.config);
        return new InstanceCopy(
                request.title,
                request.slug,
                request.description,
                request.active == null || request.active,
                request.startDate,
                request.endDate,
                config);
    }
}
