package dev.enlist.eligibility.tables;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.enlist.eligibility.tables.RuleTable.Applicant;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The default table of every instance: always checks the territory; checks everything else only where the configuration
 * requires it.
 */
class EligibilityDefaultTableTests {

    private static final RuleTable TABLE = RuleTable.named("eligibility-default");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"US", "USA", "us", ""})
    void anAddressWithoutACountryIsInTheUnitedStates(String country) {
        assertThat(newYorker().with("country", country).verdict().status()).isEqualTo("eligible");
    }

    @Test
    void theReasonNamesTheCountry() {
        assertThat(newYorker().livingIn(null).with("country", "AU").verdict().reason())
                .endsWith("not AU.");
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                arguments("rule_program_inactive", "ineligible", newYorker().toInactiveProgram()),
                arguments("rule_program_inactive", "ineligible", newYorker().with("programActive", null)),
                arguments("rule_program_inactive", "ineligible", newYorker().with("programActive", "true")),
                arguments("rule_territory_unknown", "ineligible", newYorker().livingIn(null)),
                arguments("rule_territory_unknown", "ineligible", newYorker().livingIn(" ")),
                arguments("rule_territory_unknown", "ineligible", newYorker().with("state", 7)),
                arguments("rule_outside_territory", "ineligible", newYorker().livingIn("CA")),
                arguments("rule_outside_territory", "ineligible", newYorker().with("country", "AU")),
                arguments("rule_outside_territory", "ineligible", newYorker().with("country", " de ")),
                arguments(
                        "rule_outside_territory",
                        "ineligible",
                        newYorker().livingIn(null).with("country", "DE")),
                arguments("rule_outside_territory", "ineligible", newYorker().with("country", 7)),
                arguments(
                        "rule_outside_service_area",
                        "ineligible",
                        newYorker()
                                .with("country", "DE")
                                .with("programStates", List.of())
                                .at("10115")
                                .askedFor("postalCodePrefixes", List.of("101"))),
                arguments(
                        "rule_outside_service_area",
                        "ineligible",
                        newYorker().at("12201").askedFor("postalCodePrefixes", List.of("100", "112"))),
                arguments(
                        "rule_outside_service_area",
                        "ineligible",
                        newYorker().at(null).askedFor("postalCodePrefixes", List.of("100"))),
                arguments(
                        "rule_outside_service_area",
                        "ineligible",
                        newYorker().with("postalCode", 10001).askedFor("postalCodePrefixes", List.of("100"))),
                arguments(
                        "rule_already_enrolled_elsewhere",
                        "ineligible",
                        newYorker().enrolledIn("peak-saver", "ca-dsgs").askedFor("exclusiveWith", List.of("ca-dsgs"))),
                arguments(
                        "rule_already_enrolled_elsewhere",
                        "ineligible",
                        newYorker().enrolledIn("ca-dsgs").askedFor("exclusiveWith", "ca-dsgs")),
                arguments(
                        "rule_incompatible_equipment",
                        "ineligible",
                        newYorker().owning("solaredge").askedFor("manufacturers", List.of("tesla", "enphase"))),
                arguments(
                        "rule_incompatible_equipment",
                        "ineligible",
                        newYorker().owning().askedFor("manufacturers", List.of("tesla"))),
                arguments(
                        "rule_incompatible_equipment",
                        "ineligible",
                        newYorker().with("manufacturerSlugs", null).askedFor("manufacturers", List.of("tesla"))),
                arguments(
                        "rule_incompatible_equipment",
                        "ineligible",
                        newYorker().owning("tesla").askedFor("manufacturers", Map.of("tesla", true))),
                arguments(
                        "rule_serial_number_missing",
                        "manual",
                        newYorker().withSerialNumber(null).askedFor("requiresSerialNumber", true)),
                arguments(
                        "rule_serial_number_missing",
                        "manual",
                        newYorker().withSerialNumber("  ").askedFor("requiresSerialNumber", true)),
                arguments(
                        "rule_serial_number_missing",
                        "manual",
                        newYorker().withSerialNumber(null).askedFor("requiresSerialNumber", "yes")),
                arguments("rule_usage_unknown", "manual", using(null).askedFor("minMonthlyKwh", 100)),
                arguments("rule_usage_unknown", "manual", using("500").askedFor("minMonthlyKwh", 100)),
                arguments("rule_usage_unknown", "manual", using(List.of(500)).askedFor("maxMonthlyKwh", 900)),
                arguments(
                        "rule_usage_unknown",
                        "manual",
                        using(Map.of("kwh", 500)).askedFor("maxMonthlyKwh", 900)),
                arguments("rule_usage_unknown", "manual", using(500).askedFor("minMonthlyKwh", "100")),
                arguments(
                        "rule_usage_unknown",
                        "manual",
                        using(500).askedFor("minMonthlyKwh", 100).askedFor("maxMonthlyKwh", "many")),
                arguments(
                        "rule_usage_unknown",
                        "manual",
                        newYorker().with("metadata", null).askedFor("minMonthlyKwh", 100)),
                arguments("rule_usage_too_low", "ineligible", using(99).askedFor("minMonthlyKwh", 100)),
                arguments("rule_usage_too_low", "ineligible", using(99.99).askedFor("minMonthlyKwh", 100)),
                arguments("rule_usage_too_low", "ineligible", using(-1).askedFor("minMonthlyKwh", 0)),
                arguments("rule_usage_too_high", "ineligible", using(901).askedFor("maxMonthlyKwh", 900)),
                arguments(
                        "rule_usage_too_high",
                        "ineligible",
                        using(new BigDecimal("900.01"))
                                .askedFor("minMonthlyKwh", 100)
                                .askedFor("maxMonthlyKwh", 900)),
                arguments(
                        "rule_customer_type_unknown",
                        "manual",
                        newYorker().askedFor("customerTypes", List.of("residential"))),
                arguments(
                        "rule_customer_type_unknown",
                        "manual",
                        newYorker().stating("customerType", 3).askedFor("customerTypes", List.of("residential"))),
                arguments(
                        "rule_customer_type_unknown",
                        "manual",
                        newYorker().stating("customerType", " ").askedFor("customerTypes", List.of("residential"))),
                arguments(
                        "rule_customer_type_not_served",
                        "ineligible",
                        newYorker()
                                .stating("customerType", "industrial")
                                .askedFor("customerTypes", List.of("residential", "commercial"))),
                arguments("rule_meets_all_criteria", "eligible", newYorker()),
                arguments("rule_meets_all_criteria", "eligible", newYorker().livingIn("ny")),
                arguments("rule_meets_all_criteria", "eligible", newYorker().livingIn(" NJ ")),
                arguments("rule_meets_all_criteria", "eligible", TABLE.applicant()),
                arguments(
                        "rule_meets_all_criteria", "eligible", TABLE.applicant().with("programStates", null)),
                arguments("rule_meets_all_criteria", "eligible", newYorker().with("config", null)),
                arguments("rule_meets_all_criteria", "eligible", newYorker().with("config", Map.of())),
                arguments("rule_meets_all_criteria", "eligible", newYorker().with("metadata", null)),
                arguments("rule_meets_all_criteria", "eligible", newYorker().with("activeProgramSlugs", null)),
                arguments("rule_meets_all_criteria", "eligible", using("junk")),
                arguments("rule_meets_all_criteria", "eligible", using(100).askedFor("minMonthlyKwh", 100)),
                arguments("rule_meets_all_criteria", "eligible", using(900).askedFor("maxMonthlyKwh", 900)),
                arguments("rule_meets_all_criteria", "eligible", newYorker().askedFor("requiresSerialNumber", false)),
                arguments(
                        "rule_meets_all_criteria",
                        "eligible",
                        newYorker().owning("sonnen", "tesla").askedFor("manufacturers", "tesla")),
                arguments(
                        "rule_meets_all_criteria",
                        "eligible",
                        newYorker().at("10001").askedFor("postalCodePrefixes", List.of(112, 100))),
                arguments(
                        "rule_meets_all_criteria",
                        "eligible",
                        newYorker()
                                .stating("customerType", "Residential")
                                .askedFor("customerTypes", List.of("residential"))),
                arguments(
                        "rule_meets_all_criteria",
                        "eligible",
                        newYorker().enrolledIn("peak-saver").askedFor("exclusiveWith", List.of("ca-dsgs"))),
                arguments(
                        "rule_meets_all_criteria",
                        "eligible",
                        newYorker()
                                .askedFor("manufacturers", List.of())
                                .askedFor("customerTypes", List.of())
                                .askedFor("postalCodePrefixes", List.of())
                                .askedFor("exclusiveWith", List.of())),
                arguments("rule_meets_all_criteria", "eligible", everythingAskedAndGiven()));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("cases")
    void decidesByRow(String row, String status, Applicant applicant) {
        var verdict = applicant.verdict();

        assertThat(verdict.row()).isEqualTo(row);
        assertThat(verdict.status()).isEqualTo(status);
        assertThat(verdict.code()).isEqualTo(row.substring("rule_".length()).replace('_', '-'));
        assertThat(verdict.reason()).isNotBlank().doesNotContain("null");
    }

    @Test
    void everyRowIsHit() {
        assertThat(cases().map(each -> ((Applicant) each.get()[2]).verdict().row())
                        .collect(toSet()))
                .isEqualTo(TABLE.rows());
    }

    @Test
    void theFirstReasonToRefuseIsTheOneGiven() {
        var hopeless = newYorker()
                .livingIn("CA")
                .at("90001")
                .enrolledIn("ca-dsgs")
                .askedFor("postalCodePrefixes", List.of("100"))
                .askedFor("exclusiveWith", List.of("ca-dsgs"))
                .askedFor("requiresSerialNumber", true);

        assertThat(hopeless.verdict().code()).isEqualTo("outside-territory");
        assertThat(hopeless.livingIn("NY").verdict().code()).isEqualTo("outside-service-area");
        assertThat(hopeless.at("10001").verdict().code()).isEqualTo("already-enrolled-elsewhere");
        assertThat(hopeless.enrolledIn().verdict().code()).isEqualTo("serial-number-missing");
        assertThat(hopeless.withSerialNumber("TG-1").verdict().status()).isEqualTo("eligible");
    }

    @Test
    void reasonsNameTheLimitAndTheValue() {
        assertThat(newYorker().livingIn("CA").verdict().reason())
                .isEqualTo("Outside the program's territory: it serves NY, NJ, not CA.");
        assertThat(newYorker().livingIn(null).verdict().reason())
                .isEqualTo("No state is known for the applicant; the program serves NY, NJ only.");
        assertThat(using(99.5).askedFor("minMonthlyKwh", 100).verdict().reason())
                .isEqualTo("Usage too low: 99.5 kWh a month, the program asks for at least 100.");
        assertThat(using(901).askedFor("maxMonthlyKwh", 900).verdict().reason())
                .isEqualTo("Usage too high: 901 kWh a month, the program allows at most 900.");
        assertThat(newYorker()
                        .enrolledIn("ca-dsgs")
                        .askedFor("exclusiveWith", List.of("ca-dsgs"))
                        .verdict()
                        .reason())
                .isEqualTo("The customer is already enrolled in another program that cannot be combined with this one:"
                        + " ca-dsgs.");
        assertThat(newYorker()
                        .owning("solaredge")
                        .askedFor("manufacturers", List.of("tesla", "enphase"))
                        .verdict()
                        .reason())
                .isEqualTo("Incompatible equipment: the program works with tesla, enphase, not with solaredge.");
        assertThat(newYorker()
                        .at("12201")
                        .askedFor("postalCodePrefixes", List.of("100", "112"))
                        .verdict()
                        .reason())
                .isEqualTo("Outside the service area: postal code 12201 does not start with 100 or 112.");
        assertThat(everythingAskedAndGiven().verdict().reason())
                .isEqualTo("Meets all criteria of the program: in its territory (NY), compatible equipment,"
                        + " usage within the limits (500 kWh a month).");
    }

    @Test
    void listsWithHolesStillGiveAReason() {
        assertThat(newYorker()
                        .with("manufacturerSlugs", Arrays.asList(null, "solaredge"))
                        .askedFor("manufacturers", Arrays.asList(null, "tesla"))
                        .verdict()
                        .reason())
                .isEqualTo(
                        "Incompatible equipment: the program works with tesla, not with an unnamed make, solaredge.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manufacturers",
                "customerTypes",
                "postalCodePrefixes",
                "requiresSerialNumber",
                "minMonthlyKwh",
                "maxMonthlyKwh"
            })
    void aCriterionInAnUnusableFormIsNeverTakenAsMet(String key) {
        assertThat(newYorker()
                        .askedFor(key, Map.of("unexpected", true))
                        .verdict()
                        .status())
                .isNotEqualTo("eligible");
    }

    @Test
    void anExclusionThatIsNoSlugNamesNoProgram() {
        assertThat(newYorker()
                        .enrolledIn("ca-dsgs")
                        .askedFor("exclusiveWith", Map.of("ca-dsgs", true))
                        .verdict()
                        .status())
                .isEqualTo("eligible");
    }

    @Test
    void aConfigurationWithoutValuesAsksNothing() {
        assertThat(newYorker()
                        .with("config", Collections.singletonMap("eligibility", null))
                        .verdict()
                        .status())
                .isEqualTo("eligible");
    }

    private static Applicant newYorker() {
        return TABLE.applicant().livingIn("NY").toProgramServing("NY", "NJ");
    }

    private static Applicant using(Object monthlyKwh) {
        return newYorker().stating("monthlyKwh", monthlyKwh);
    }

    private static Applicant everythingAskedAndGiven() {
        return using(500)
                .at("10001")
                .owning("tesla")
                .withSerialNumber("TG-1")
                .stating("customerType", "residential")
                .enrolledIn("peak-saver")
                .askedFor("postalCodePrefixes", List.of("100"))
                .askedFor("manufacturers", List.of("tesla", "enphase"))
                .askedFor("requiresSerialNumber", true)
                .askedFor("minMonthlyKwh", 100)
                .askedFor("maxMonthlyKwh", 900)
                .askedFor("customerTypes", List.of("residential"))
                .askedFor("exclusiveWith", List.of("ca-dsgs"));
    }
}
