package dev.enlist.program.web;

import dev.enlist.program.NewProgram;
import dev.enlist.program.ProgramDetails;
import dev.enlist.program.Visibility;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.json.EndOfDay;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.validation.StateCode;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers send to create or change a program. */
@Schema(name = "ProgramRequest")
record ProgramRequest(
        @Schema(example = "nyc-battery-program-2025", description = "Made from the name where absent") @Nullable @Slug
        String slug,

        @Schema(example = "NYC Battery Program 2025") @NotBlank @Size(max = 200)
        String name,

        @Schema(example = "Rebates for residential batteries in New York City") @NotBlank @Size(max = 5000)
        String description,

        @Schema(
                example = "rebate",
                description = "Kind of program, such as demand-response, grid-services, rebate,"
                        + " energy-efficiency, vpp, time-of-use, mentorship, language, buddy, upskilling")
        @Nullable
        @Slug
        String type,

        @Schema(example = "[\"NY\", \"NJ\"]", description = "US states where it is available; empty means everywhere")
        @Nullable
        @Size(max = 60)
        List<@NotNull @StateCode String> states,

        @Schema(example = "true", description = "true where absent") @Nullable
        Boolean active,

        @Schema(
                example = "public",
                description = "public or private; private where absent",
                allowableValues = {"public", "private"})
        @Nullable
        @Pattern(regexp = "public|private", message = "must be public or private")
        String visibility,

        @Schema(example = "2025") @Nullable @Min(1900) @Max(9999)
        Integer year,

        @Schema(example = "2025-12-31T00:00:00Z") @Nullable @EndOfDay
        Instant endTime,

        @Schema(
                example = "cmwpmgs0p00a32665a3uo48w0",
                description = "Whose program it is: the own organization where absent. Another one may be named by the"
                        + " organization that runs the installation, for a private program; it cannot be changed later")
        @Nullable
        @Size(max = 100)
        String organizationId) {

    NewProgram newProgram() {
        return new NewProgram(details(), organizationId);
    }

    ProgramDetails details() {
        return new ProgramDetails(
                slug == null ? Slugs.of(name) : slug,
                name,
                description,
                type,
                states == null ? List.of() : states.stream().distinct().toList(),
                active == null || active,
                visibility == null ? Visibility.PRIVATE : Visibility.ofWire(visibility),
                year,
                endTime);
    }

    static ProgramRequest of(ProgramDetails details) {
        return new ProgramRequest(
                details.slug(),
                details.name(),
                details.description(),
                details.type(),
                details.states(),
                details.active(),
                details.visibility().wire(),
                details.year(),
                details.endTime(),
                null);
    }
}
