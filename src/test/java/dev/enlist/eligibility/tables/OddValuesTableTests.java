package dev.enlist.eligibility.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.tables.RuleTable.Applicant;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Applicants may send any value. For each, every table gives one verdict with a reason, without an error and without
 * falling through to its end.
 */
class OddValuesTableTests {

    private static final List<String> INPUTS = List.of(
            "state",
            "postalCode",
            "country",
            "manufacturerSlugs",
            "serialNumber",
            "tags",
            "metadata",
            "programStates",
            "programType",
            "programYear",
            "applicationDate",
            "config",
            "activeProgramSlugs",
            "previousStatus",
            "participationRate");

    private static final List<String> ASKED = List.of(
            "manufacturers",
            "requiresSerialNumber",
            "minMonthlyKwh",
            "maxMonthlyKwh",
            "customerTypes",
            "postalCodePrefixes",
            "exclusiveWith");

    private static final RuleTable DEFAULT = RuleTable.named("eligibility-default");
    private static final RuleTable DRIVE_CLEAN = RuleTable.named("ny-drive-clean");
    private static final RuleTable GRID_SUPPORT = RuleTable.named("ca-dsgs");

    @Property
    void defaultTableAnswersWhateverIsSent(
            @ForAll("ofAnyone") Map<String, Object> stated,
            @ForAll("criteria") Map<String, Object> asked,
            @ForAll("inputs") Map<String, Object> sent) {
        answers(DEFAULT.applicant().livingIn("NY").at("10001").owning("tesla"), stated, asked, sent);
    }

    @Property
    void driveCleanAnswersWhateverIsSent(
            @ForAll("ofDrivers") Map<String, Object> stated,
            @ForAll("criteria") Map<String, Object> asked,
            @ForAll("inputs") Map<String, Object> sent) {
        Applicant driver = DRIVE_CLEAN
                .applicant()
                .livingIn("NY")
                .at("10001")
                .owning("tesla")
                .stating("evType", "BEV")
                .stating("transactionType", "lease")
                .stating("submittedDate", "2018-01-13");
        answers(driver, stated, asked, sent);
    }

    @Property
    void gridSupportAnswersWhateverIsSent(
            @ForAll("ofBatteryOwners") Map<String, Object> stated,
            @ForAll("criteria") Map<String, Object> asked,
            @ForAll("inputs") Map<String, Object> sent) {
        Applicant batteryOwner = GRID_SUPPORT
                .applicant()
                .livingIn("CA")
                .owning("tesla")
                .stating("participationOption", 3)
                .stating("utility", "sce")
                .stating("storageKwh", 13.5);
        answers(batteryOwner, stated, asked, sent);
    }

    /** Starts from an eligible applicant, so that odd values also reach the last columns of the table. */
    private static void answers(
            Applicant applicant, Map<String, Object> stated, Map<String, Object> asked, Map<String, Object> sent) {
        stated.forEach(applicant::stating);
        asked.forEach(applicant::askedFor);
        sent.forEach(applicant::with);

        var verdict = applicant.verdict();

        assertThat(verdict.status()).isIn("eligible", "ineligible", "manual");
        assertThat(verdict.code()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(verdict.reason()).as(verdict.row()).isNotBlank();
    }

    @Provide
    Arbitrary<Map<String, Object>> ofAnyone() {
        return someOf(List.of("monthlyKwh", "customerType"), 2);
    }

    @Provide
    Arbitrary<Map<String, Object>> ofDrivers() {
        return someOf(
                List.of(
                        "evType",
                        "transactionType",
                        "submittedDate",
                        "newVehicle",
                        "participatingDealer",
                        "ownershipMonths",
                        "msrp",
                        "electricRangeMiles"),
                3);
    }

    @Provide
    Arbitrary<Map<String, Object>> ofBatteryOwners() {
        return someOf(
                List.of(
                        "participationOption",
                        "utilityType",
                        "utility",
                        "backupGenerator",
                        "customerType",
                        "storageKwh",
                        "aggregateKw",
                        "equipment",
                        "otherDemandResponse",
                        "cogenerationContract"),
                3);
    }

    @Provide
    Arbitrary<Map<String, Object>> criteria() {
        return someOf(ASKED, 3);
    }

    @Provide
    Arbitrary<Map<String, Object>> inputs() {
        return someOf(INPUTS, 1);
    }

    private static Arbitrary<Map<String, Object>> someOf(List<String> keys, int atMost) {
        return Arbitraries.maps(Arbitraries.of(keys), junk()).ofMaxSize(atMost);
    }

    private static Arbitrary<Object> junk() {
        return Arbitraries.lazyOf(
                OddValuesTableTests::scalar,
                OddValuesTableTests::scalar,
                OddValuesTableTests::scalar,
                () -> junk().injectNull(0.2).list().ofMaxSize(3).map(list -> (Object) list),
                () -> Arbitraries.maps(Arbitraries.of("a", "item", "null", "eligibility", "monthlyKwh"), junk())
                        .ofMaxSize(3)
                        .map(map -> (Object) map));
    }

    private static Arbitrary<Object> scalar() {
        return Arbitraries.<Object>oneOf(
                        Arbitraries.of(
                                "",
                                " ",
                                "NY",
                                "CA",
                                "tesla",
                                "3",
                                "NaN",
                                "1E400",
                                "2017-02-30",
                                "2018-01-13",
                                "10001",
                                "\"",
                                "${1}",
                                "null",
                                "BEV",
                                "pou",
                                "smart-thermostat"),
                        Arbitraries.strings().ofMaxLength(12),
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.doubles(),
                        Arbitraries.of(new BigDecimal("1E+30"), new BigDecimal("0.10"), BigDecimal.ZERO),
                        Arbitraries.of(true, false))
                .injectNull(0.15);
    }
}
