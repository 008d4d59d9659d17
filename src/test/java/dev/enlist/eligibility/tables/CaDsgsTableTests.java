package dev.enlist.eligibility.tables;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.enlist.eligibility.tables.RuleTable.Applicant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * California's Demand Side Grid Support program: one incentive per load reduction, with different conditions for each
 * incentive option.
 */
class CaDsgsTableTests {

    private static final RuleTable TABLE = RuleTable.named("ca-dsgs");

    static Stream<Arguments> cases() {
        return Stream.of(
                ineligible("program_inactive", choosing(2).toInactiveProgram()),
                ineligible("territory_unknown", choosing(2).livingIn(null)),
                ineligible("outside_territory", choosing(2).livingIn("NV")),
                ineligible("outside_territory", choosing(2).with("country", "CO")),
                ineligible("dual_participation", choosing(2).enrolledIn("ca-elrp")),
                ineligible("dual_participation", battery().enrolledIn("ca-power-saver-rewards", "ca-dram")),
                ineligible("dual_participation", choosing(2).stating("otherDemandResponse", true)),
                ineligible(
                        "dual_participation",
                        choosing(2).enrolledIn("peak-saver").askedFor("exclusiveWith", List.of("peak-saver"))),
                ineligible("dual_participation_market", choosing(2).enrolledIn("ca-capacity-bidding")),
                ineligible("dual_participation_market", choosing(4).enrolledIn("ca-dram")),
                ineligible("dual_participation_market", choosing(1).enrolledIn("ca-dram")),
                ineligible("dual_participation_market", choosing(5).enrolledIn("ca-dram")),
                ineligible("cogeneration_contract", choosing(2).stating("cogenerationContract", true)),
                ineligible("option_not_offered", choosing(5)),
                ineligible("option_not_offered", choosing(0)),
                ineligible("option_not_offered", choosing(1.5)),
                ineligible("option_1_not_open", choosing(1).stating("backupGenerator", false)),
                ineligible("no_storage", battery().stating("storageKwh", 0)),
                ineligible("aggregation_too_small", battery().stating("aggregateKw", 99.9)),
                ineligible("equipment_not_eligible", choosing(4).stating("equipment", "pool-pump")),
                ineligible(
                        "incompatible_equipment",
                        battery().owning("tesla").askedFor("manufacturers", List.of("enphase"))),
                manual("season_not_confirmed", choosing(2).toSeason(2027)),
                manual("participation_option_unknown", choosing(null)),
                manual("participation_option_unknown", choosing("storage")),
                manual("participation_option_unknown", choosing(List.of(3))),
                manual("participation_option_unknown", choosing(3).with("metadata", null)),
                manual("participation_option_unknown", choosing(null).enrolledIn("ca-dram")),
                manual("utility_unknown", choosing(2).stating("utility", "other")),
                manual("utility_unknown", choosing(2).stating("utility", null)),
                manual("utility_unknown", choosing(2).stating("utility", 12)),
                manual("utility_unknown", choosing(2).stating("utilityType", List.of("iou"))),
                manual("dual_participation_unknown", choosing(2).stating("otherDemandResponse", "maybe")),
                manual("dual_participation_exports_only", battery().enrolledIn("ca-dram")),
                manual("cogeneration_unknown", choosing(2).stating("cogenerationContract", "?")),
                manual("backup_generator_unknown", choosing(1)),
                manual("backup_generator_unknown", choosing(1).stating("backupGenerator", "diesel")),
                manual("storage_unknown", choosing(3)),
                manual("storage_unknown", battery().stating("storageKwh", "13.5")),
                manual("aggregation_to_be_confirmed", battery().stating("aggregateKw", 100)),
                manual("aggregation_to_be_confirmed", battery().stating("aggregateKw", 499.9)),
                manual("equipment_unknown", choosing(4)),
                manual("equipment_unknown", choosing(4).stating("equipment", 1)),
                arguments("rule_option_1_public_utility", "eligible", "eligible-option-1", publicly(1)),
                arguments(
                        "rule_option_1_regulated_utility",
                        "eligible",
                        "eligible-option-1",
                        choosing(1).stating("backupGenerator", true)),
                arguments(
                        "rule_option_1_regulated_utility",
                        "eligible",
                        "eligible-option-1",
                        choosing(1).stating("customerType", "water-agency").stating("backupGenerator", false)),
                arguments("rule_option_2", "eligible", "eligible-option-2", choosing(2)),
                arguments(
                        "rule_option_2",
                        "eligible",
                        "eligible-option-2",
                        choosing(2).toSeason(2026)),
                arguments("rule_option_2", "eligible", "eligible-option-2", publicly(2)),
                arguments("rule_option_3", "eligible", "eligible-option-3", battery()),
                arguments(
                        "rule_option_3",
                        "eligible",
                        "eligible-option-3",
                        battery().stating("aggregateKw", 500)),
                arguments(
                        "rule_option_3",
                        "eligible",
                        "eligible-option-3",
                        battery().stating("aggregateKw", "big")),
                arguments(
                        "rule_option_3",
                        "eligible",
                        "eligible-option-3",
                        battery().owning("enphase").askedFor("manufacturers", List.of("enphase"))),
                arguments(
                        "rule_option_4",
                        "eligible",
                        "eligible-option-4",
                        choosing(4).stating("equipment", "Smart-Thermostat")),
                arguments(
                        "rule_option_4",
                        "eligible",
                        "eligible-option-4",
                        choosing(4).stating("equipment", Arrays.asList(null, "pool-pump", "electric-water-heater"))));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("cases")
    void decidesByRow(String row, String status, String code, Applicant applicant) {
        var verdict = applicant.verdict();

        assertThat(verdict.row()).isEqualTo(row);
        assertThat(verdict.status()).isEqualTo(status);
        assertThat(verdict.code()).isEqualTo(code);
        assertThat(verdict.reason()).isNotBlank().doesNotContain("null");
    }

    @Test
    void everyRowIsHit() {
        assertThat(cases().map(each -> ((Applicant) each.get()[3]).verdict().row())
                        .collect(toSet()))
                .isEqualTo(TABLE.rows());
    }

    static Stream<Arguments> eligibleCases() {
        return cases().filter(each -> each.get()[1].equals("eligible"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("eligibleCases")
    void whatOneOptionAcceptsEveryOptionAccepts(String row, String status, String code, Applicant applicant) {
        assertThat(applicant.livingIn(" ca ").verdict().row()).isEqualTo(row);
        assertThat(applicant.stating("cogenerationContract", false).verdict().row())
                .isEqualTo(row);
        assertThat(applicant.toSeason(2025).verdict().row()).isEqualTo(row);
        assertThat(applicant.toSeason(2026).verdict().row()).isEqualTo(row);
        assertThat(applicant
                        .owning("tesla")
                        .askedFor("manufacturers", "tesla")
                        .verdict()
                        .row())
                .isEqualTo(row);
        if (!row.startsWith("rule_option_1")) {
            assertThat(applicant.stating("utilityType", "Tribal").verdict().row())
                    .isEqualTo(row);
            assertThat(applicant.stating("utilityType", "CCA").verdict().row()).isEqualTo(row);
        }
    }

    @Test
    void anOptionIsNotJudgedByTheEquipmentOfAnother() {
        var bare = choosing(2)
                .stating("backupGenerator", false)
                .stating("storageKwh", 0)
                .stating("aggregateKw", 50)
                .stating("equipment", "pool-pump");

        assertThat(bare.verdict().code()).isEqualTo("eligible-option-2");
        assertThat(bare.stating("aggregateKw", 200).verdict().code()).isEqualTo("eligible-option-2");
        assertThat(bare.stating("participationOption", 4)
                        .stating("equipment", "smart-thermostat")
                        .verdict()
                        .code())
                .isEqualTo("eligible-option-4");
        assertThat(bare.stating("participationOption", 1)
                        .stating("backupGenerator", true)
                        .verdict()
                        .code())
                .isEqualTo("eligible-option-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aBlankIsNotAnAnswer(String blank) {
        assertThat(choosing(2).livingIn(blank).verdict().code()).isEqualTo("territory-unknown");
        assertThat(choosing(blank).verdict().code()).isEqualTo("participation-option-unknown");
        assertThat(choosing(2).stating("utility", blank).verdict().code()).isEqualTo("utility-unknown");
        assertThat(choosing(4).stating("equipment", blank).verdict().code()).isEqualTo("equipment-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pou", "fpma", "tribal", "POU"})
    void optionOneIsOpenToEveryCustomerOfAPublicUtility(String utilityType) {
        assertThat(choosing(1)
                        .stating("utilityType", utilityType)
                        .stating("backupGenerator", false)
                        .verdict()
                        .status())
                .isEqualTo("eligible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iou", "cca", "esp"})
    void theKindOfUtilityStatedCountsBeforeItsName(String utilityType) {
        assertThat(publicly(1)
                        .stating("utilityType", utilityType)
                        .stating("backupGenerator", false)
                        .verdict()
                        .code())
                .isEqualTo("option-1-not-open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ladwp", "anaheim", "azusa", "banning", "pasadena", "riverside", "vernon", "LADWP"})
    void knowsPublicUtilitiesByName(String utility) {
        assertThat(choosing(1).stating("utility", utility).verdict().status()).isEqualTo("eligible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pge", "sce", "sdge", "SCE"})
    void knowsElectricalCorporationsByName(String utility) {
        assertThat(choosing(1).stating("utility", utility).verdict().code()).isEqualTo("backup-generator-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-elrp", "ca-power-saver-rewards", "ca-base-interruptible"})
    void emergencyProgramsExcludeEveryOption(String program) {
        assertThat(battery().enrolledIn(program).verdict().code()).isEqualTo("dual-participation");
        assertThat(publicly(1).enrolledIn(program).verdict().code()).isEqualTo("dual-participation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-capacity-bidding", "ca-dram"})
    void marketProgramsExcludeEveryOptionButStorage(String program) {
        assertThat(battery().enrolledIn(program).verdict().code()).isEqualTo("dual-participation-exports-only");
        assertThat(publicly(1).enrolledIn(program).verdict().code()).isEqualTo("dual-participation-market");
    }

    @Test
    void theOptionMayBeANumberOrAText() {
        assertThat(choosing("2").verdict().code()).isEqualTo("eligible-option-2");
        assertThat(choosing(2L).verdict().code()).isEqualTo("eligible-option-2");
        assertThat(choosing(2.0).verdict().code()).isEqualTo("eligible-option-2");
    }

    @Test
    void programsThatPayForSomethingElseDoNotExclude() {
        assertThat(battery().enrolledIn("ny-drive-clean").verdict().status()).isEqualTo("eligible");
        assertThat(battery().with("activeProgramSlugs", null).verdict().status())
                .isEqualTo("eligible");
        assertThat(battery().stating("otherDemandResponse", false).verdict().status())
                .isEqualTo("eligible");
    }

    @Test
    void aProgramYearThatIsNoNumberIsNotStated() {
        assertThat(choosing(2).toSeason("2027").verdict().status()).isEqualTo("eligible");
        assertThat(choosing(2).toSeason(Map.of()).verdict().status()).isEqualTo("eligible");
    }

    @Test
    void reasonsNameTheOtherProgram() {
        assertThat(choosing(2).enrolledIn("ca-elrp").verdict().reason())
                .isEqualTo("The customer is already enrolled in another program for demand response or emergencies:"
                        + " ca-elrp; the same reduction cannot be paid for twice.");
        assertThat(choosing(4).enrolledIn("ca-dram").verdict().reason())
                .startsWith("The customer is already enrolled in another program")
                .contains("ca-dram");
        assertThat(battery().verdict().reason())
                .isEqualTo("Qualifies for option 3, storage virtual power plant, with a battery of 13.5 kWh.");
    }

    @Test
    void nobodyIsAskedForPapersThatWouldNotHelp() {
        var hopeless = choosing(4).stating("utility", null).stating("equipment", "pool-pump");

        assertThat(hopeless.verdict().status()).isEqualTo("ineligible");
        assertThat(hopeless.stating("equipment", "smart-thermostat").verdict().status())
                .isEqualTo("manual");
    }

    private static Applicant choosing(Object participationOption) {
        return TABLE.applicant()
                .livingIn("CA")
                .stating("utility", "pge")
                .stating("participationOption", participationOption);
    }

    private static Applicant publicly(Object participationOption) {
        return choosing(participationOption).stating("utility", "ladwp");
    }

    private static Applicant battery() {
        return choosing(3).stating("storageKwh", 13.5);
    }

    private static Arguments ineligible(String what, Applicant applicant) {
        return arguments("rule_" + what, "ineligible", what.replace('_', '-'), applicant);
    }

    private static Arguments manual(String what, Applicant applicant) {
        return arguments("rule_" + what, "manual", what.replace('_', '-'), applicant);
    }
}
