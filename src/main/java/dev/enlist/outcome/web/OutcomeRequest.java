package dev.enlist.outcome.web;

import dev.enlist.outcome.NewOutcome;
import dev.enlist.outcome.OutcomeMethod;
import dev.enlist.outcome.OutcomePeriod;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An outcome to record. */
@Schema(name = "OutcomeRequest")
record OutcomeRequest(
        @Schema(example = "kWhSaved", description = "A metric that the program instance names in its configuration")
        @NotBlank
        @Size(max = 64)
        String metric,

        @Schema(
                example = "412.5",
                description = "At most 12 digits before and 6 after the decimal point; may be negative")
        @NotNull
        BigDecimal value,

        @Schema(example = "kWh", description = "Must be the unit of the metric; may be left out")
        @Nullable
        @Size(max = 20)
        String unit,

        @NotNull @Valid Period period,

        @Schema(
                example = "measured",
                description = "How the value was determined; the method of the metric where absent",
                allowableValues = {"deemed", "measured"})
        @Nullable
        @Pattern(regexp = "deemed|measured", message = "must be deemed or measured")
        String method,

        @Schema(
                example = "meter-data",
                description = "The system or study that states the value. One source states a metric once for each day."
                        + " No personal data: it is shown in lists")
        @NotNull
        @Pattern(regexp = SOURCE, message = SOURCE_MESSAGE)
        String source) {

    static final String SOURCE = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._:/()#+-]{0,98}[\\p{L}\\p{N})])?";
    static final String SOURCE_MESSAGE =
            "must have letters, digits, blanks and . _ : / ( ) # + - only, 100 at most, and begin with a letter or digit";

    /** Days in the time zone of the program instance. */
    @Schema(name = "OutcomePeriod")
    record Period(
            @Schema(example = "2026-06-01", description = "First day") @NotNull
            LocalDate from,

            @Schema(example = "2026-06-30", description = "Last day") @NotNull
            LocalDate to) {

        static Period of(OutcomePeriod period) {
            return new Period(period.from(), period.to());
        }

        OutcomePeriod period() {
            return new OutcomePeriod(from, to);
        }
    }

    NewOutcome outcome() {
        return new NewOutcome(
                metric,
                value,
                unit,
                period.period(),
                method == null ? null : OutcomeMethod.ofWire(method).orElseThrow(),
                source,
                null);
    }

    /** A correction. */
    @Schema(name = "OutcomeCorrection")
    record Correction(
            @Schema(example = "398.25", description = "The present value where absent") @Nullable
            BigDecimal value,

            @Schema(description = "The present period where absent") @Nullable @Valid
            Period period,

            @Schema(example = "The meter was read on the wrong day") @NotBlank @Size(max = 500)
            String reason) {}
}
