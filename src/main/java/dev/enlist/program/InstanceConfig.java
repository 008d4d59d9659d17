package dev.enlist.program;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.validation.IsoDuration;
import dev.enlist.shared.validation.Slug;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an instance. The rules see it whole as {@code config}; what a rule set of the organization's own
 * wants to know beside the criteria below goes into {@code custom}.
 *
 * @param eligibility criteria that the default rules apply where they are stated
 * @param applicants  what has to be known of a person who applies
 * @param review      how long reviewers may take
 * @param exit        what happens at an unenrollment
 * @param outcomes    what the participation brings, and how it is determined
 * @param activities  events, sessions and meetings with the participants
 * @param incentive   what an approved person is paid, where the rules do not state it
 * @param custom      free values for the organization's own rule sets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceConfig(
        @Nullable @Valid Eligibility eligibility,
        @Nullable @Valid Applicants applicants,
        @Nullable @Valid Review review,
        @Nullable @Valid Exit exit,
        @Nullable @Valid Outcomes outcomes,
        @Nullable @Valid Activities activities,
        @Nullable @Valid Incentive incentive,
        @Nullable @dev.enlist.shared.validation.FreeJson Map<String, Object> custom) {

    public static final Duration DEFAULT_REMINDER = Duration.ofDays(3);
    public static final Duration DEFAULT_ESCALATION = Duration.ofDays(7);
    public static final Duration DEFAULT_INFORMATION_DUE = Duration.ofDays(14);
    public static final String DEFAULT_EXIT_PROCESS = "exit-default";

    /** Of incentives that state no currency. */
    static final String USUAL_CURRENCY = "USD";

    /** Whether a configuration accepts people who have a single name. */
    static boolean lastNameOptional(Map<String, Object> config) {
        return config.get("applicants") instanceof Map<?, ?> applicants
                && Boolean.TRUE.equals(applicants.get("lastNameOptional"));
    }

    /** The exit workflow that a configuration names, or the default one. */
    static String exitProcess(Map<String, Object> config) {
        return config.get("exit") instanceof Map<?, ?> exit && exit.get("process") != null
                ? exit.get("process").toString()
                : DEFAULT_EXIT_PROCESS;
    }

    /**
     * Criteria of the default rules; one that is absent is not applied.
     *
     * @param manufacturers      at least one of the person's must be among them
     * @param requiresSerialNumber whether a serial number must be given
     * @param minMonthlyKwh      least {@code metadata.monthlyKwh}, inclusive
     * @param maxMonthlyKwh      greatest {@code metadata.monthlyKwh}, inclusive
     * @param customerTypes      {@code metadata.customerType} must be among them
     * @param postalCodePrefixes the postal code must begin with one of them
     * @param exclusiveWith      slugs of programs whose participants may not take part
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Eligibility(
            @Nullable @Size(max = 200) List<@NotNull @Slug String> manufacturers,
            @Nullable Boolean requiresSerialNumber,

            @Nullable @PositiveOrZero @Digits(integer = 12, fraction = 6)
            BigDecimal minMonthlyKwh,

            @Nullable @PositiveOrZero @Digits(integer = 12, fraction = 6)
            BigDecimal maxMonthlyKwh,

            @Nullable @Size(max = 50) List<@NotNull @Size(min = 1, max = 100) String> customerTypes,
            @Nullable @Size(max = 2000) List<@NotNull @Size(min = 1, max = 10) String> postalCodePrefixes,
            @Nullable @Size(max = 200) List<@NotNull @Slug String> exclusiveWith) {}

    /** @param lastNameOptional whether the last name may be missing, as for people who have a single name; no where absent */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Applicants(
            @Schema(example = "true") @Nullable Boolean lastNameOptional) {}

    /**
     * ISO 8601 durations such as {@code P3D} or {@code PT8H}, from the moment an application is submitted.
     *
     * @param reminderAfter the review moves up in the list; 3 days where absent
     * @param escalateAfter the review goes to the top of the list; 7 days where absent
     * @param approvals     how many different people have to approve: 1, or 2; 1 where absent
     * @param autoApprove   whether an eligible application is approved without a reviewer where the rules answer so in their
     *                      output {@code decision}; no where absent
     * @param sample        share of these applications that goes to a reviewer all the same, from 0 to 1, drawn at random; 0
     *                      where absent
     * @param rejectionReasons offered to a reviewer who rejects, in this order; a reviewer may add words of their own
     * @param informationRequest questions to applicants
     * @param workflow what happens between submission and decision; the built-in review where absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Review(
            @Schema(example = "P3D") @Nullable @IsoDuration String reminderAfter,
            @Schema(example = "P7D") @Nullable @IsoDuration String escalateAfter,
            @Schema(example = "2") @Nullable @Min(1) @Max(2) Integer approvals,
            @Schema(example = "true") @Nullable Boolean autoApprove,

            @Schema(example = "0.1") @Nullable @DecimalMin("0") @DecimalMax("1") @Digits(integer = 1, fraction = 6)
            BigDecimal sample,

            @Nullable @Size(max = 50) List<@NotNull @Valid RejectionReason> rejectionReasons,
            @Nullable @Valid InformationRequests informationRequest,
            @Nullable @Valid WorkflowChoice workflow) {

        /** Whether each code is used once. */
        boolean hasDistinctCodes() {
            List<String> codes = rejectionReasons == null
                    ? List.of()
                    : rejectionReasons.stream().map(RejectionReason::code).toList();
            return codes.stream().distinct().count() == codes.size();
        }
    }

    /**
     * A reason for rejections.
     *
     * @param code for machines, such as {@code incomplete-documents}
     * @param text what the applicant reads
     */
    @Schema(name = "RejectionReason")
    public record RejectionReason(
            @Schema(example = "incomplete-documents") @NotNull @Slug
            String code,

            @Schema(example = "The documents are incomplete.") @NotBlank @Size(max = 500)
            String text) {}

    /**
     * Questions to applicants.
     *
     * @param dueAfter how long an applicant gets to answer where the request states no date; 14 days where absent
     * @param onDue    what happens then: one reminder with the same time again, the review returns unanswered, or the
     *                 enrollment is rejected; {@code return} where absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InformationRequests(
            @Schema(example = "P14D") @Nullable @IsoDuration String dueAfter,

            @Schema(
                    example = "remind",
                    allowableValues = {"remind", "return", "reject"})
            @Nullable
            @Pattern(regexp = "remind|return|reject", message = "must be remind, return or reject")
            String onDue) {}

    /**
     * What an approved person is paid. A template may describe this section with fields of its own; these keep their meaning.
     *
     * @param amount      for each enrollment, where the rules have no output {@code amount}
     * @param currency    ISO 4217; {@value #USUAL_CURRENCY} where absent
     * @param formula     FEEL over the inputs of the rules, instead of amount
     * @param additions   on top of the base, each where its condition holds
     * @param maximum     upper bound of the sum
     * @param yearlyLimit what one person may get in a calendar year from all programs of the workspace; a payout beyond it is
     *                    held
     */
    @Schema(name = "IncentiveConfig")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Incentive(
            @Schema(example = "500") @Nullable BigDecimal amount,
            @Schema(example = "USD") @Nullable String currency,

            @Schema(example = "0.25 * metadata.monthlyKwh") @Nullable @Size(max = 2000)
            String formula,

            @Nullable @Size(max = 20) List<@NotNull @Valid IncentiveAddition> additions,
            @Schema(example = "2000") @Nullable BigDecimal maximum,
            @Schema(example = "5000") @Nullable BigDecimal yearlyLimit) {}

    /**
     * A part on top of the base.
     *
     * @param label   for people, such as low income
     * @param amount  or a formula
     * @param formula FEEL over the inputs of the rules
     * @param when    FEEL condition over them; always where absent
     */
    @Schema(name = "IncentiveAddition")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IncentiveAddition(
            @Schema(example = "low income") @NotBlank @Size(max = 100)
            String label,

            @Schema(example = "500") @Nullable BigDecimal amount,
            @Nullable @Size(max = 2000) String formula,

            @Schema(example = "metadata.lowIncome = true") @Nullable @Size(max = 2000)
            String when) {}

    /** What happens to an information request that is past due. */
    public enum OnInformationDue {
        REMIND,
        RETURN,
        REJECT;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static OnInformationDue ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * @param process id of a deployed process that begins with {@code exit-}, run at each unenrollment;
     *                {@value #DEFAULT_EXIT_PROCESS} where absent
     * @param workflow what happens between the request to leave and the end, in place of the process
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Exit(
            @Schema(example = DEFAULT_EXIT_PROCESS)
            @Nullable
            @Pattern(
                    regexp = "exit-[a-z0-9-]{1,95}",
                    message = "must be the id of an exit workflow, such as exit-default")
            String process,

            @Nullable @Valid WorkflowChoice workflow) {}

    /** @param metrics what is recorded for each participant; each name once */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcomes(@Nullable @Size(max = 50) List<@NotNull @Valid OutcomeMetric> metrics) {

        boolean hasDistinctNames() {
            List<String> names = metrics == null
                    ? List.of()
                    : metrics.stream().map(OutcomeMetric::name).toList();
            return names.stream().distinct().count() == names.size();
        }
    }

    /**
     * A quantity that a participation brings.
     *
     * @param label   for people; the name in words where absent
     * @param method  of values that are recorded without one
     * @param formula FEEL over the application, such as {@code metadata.monthlyKwh * 12 * 0.1}: the deemed value of each
     *                participant, computed at the approval; null for a metric whose deemed values are recorded
     * @param months  how long a deemed value of the formula lasts from the day of the approval; 12 where absent
     */
    @Schema(name = "OutcomeMetric")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OutcomeMetric(
            @Schema(example = "kWhSaved")
            @NotNull
            @Pattern(
                    regexp = "[A-Za-z][A-Za-z0-9]{0,63}",
                    message = "must begin with a letter and have letters and digits only, 64 at most")
            String name,

            @Schema(example = "Energy saved") @Nullable @Size(min = 1, max = 100)
            String label,

            @Schema(example = "kWh") @NotBlank @Size(max = 20)
            String unit,

            @Schema(
                    example = "deemed",
                    allowableValues = {"deemed", "measured"})
            @NotNull
            @Pattern(regexp = "deemed|measured", message = "must be deemed or measured")
            String method,

            @Schema(example = "metadata.monthlyKwh * 12 * 0.1") @Nullable @Size(min = 1, max = 2000)
            String formula,

            @Schema(example = "12") @Nullable @Min(1) @Max(600)
            Integer months) {

        public static final int DEFAULT_MONTHS = 12;
    }

    /**
     * How participants take part in activities.
     *
     * @param maxOptOuts   from how many activities a participant may opt out in one period; no limit where absent
     * @param optOutPeriod the period: {@code season} as the section {@code season} of the configuration states it, or the
     *                     calendar {@code year}; the season where one is stated, else the year
     * @param remindBefore how long before the start the invited are reminded; 24 hours where absent
     * @param payment      what a participant is paid for each activity; nothing where absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Activities(
            @Schema(example = "3") @Nullable @Min(0) @Max(366)
            Integer maxOptOuts,

            @Schema(
                    example = "season",
                    allowableValues = {"season", "year"})
            @Nullable
            @Pattern(regexp = "season|year", message = "must be season or year")
            String optOutPeriod,

            @Schema(example = "PT24H") @Nullable @IsoDuration
            String remindBefore,

            @Nullable @Valid ActivityPayment payment) {}

    /**
     * What a participant is paid for an activity.
     *
     * @param amount   for each participation, or for each unit that was delivered
     * @param currency ISO 4217; USD where absent
     * @param per      {@code participation} where absent, or {@code unit}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ActivityPayment(
            @Schema(example = "25") @NotNull @Positive BigDecimal amount,
            @Schema(example = "USD") @Nullable String currency,

            @Schema(
                    example = "participation",
                    allowableValues = {"participation", "unit"})
            @Nullable
            @Pattern(regexp = "participation|unit", message = "must be participation or unit")
            String per) {

        /** The currency, with its default. */
        public String currencyOrUsual() {
            return currency == null ? USUAL_CURRENCY : currency;
        }

        /** Whether the delivered quantity counts. */
        public boolean isPerUnit() {
            return "unit".equals(per);
        }
    }
}
