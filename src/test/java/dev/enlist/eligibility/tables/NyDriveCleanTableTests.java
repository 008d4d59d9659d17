package dev.enlist.eligibility.tables;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.enlist.eligibility.tables.RuleTable.Applicant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New York's rebate for electric cars: who is eligible, who needs a manual decision, and the amount. */
class NyDriveCleanTableTests {

    private static final RuleTable TABLE = RuleTable.named("ny-drive-clean");

    static Stream<Arguments> cases() {
        return Stream.of(
                arguments("rule_program_inactive", "program-inactive", driver().toInactiveProgram()),
                arguments("rule_territory_unknown", "territory-unknown", driver().livingIn(null)),
                arguments("rule_outside_territory", "outside-territory", driver().livingIn("NJ")),
                arguments(
                        "rule_outside_territory",
                        "outside-territory",
                        driver().with("country", "DE").at("10115")),
                arguments("rule_postal_code_outside_new_york", "postal-code-outside-new-york", driver().at("07030")),
                arguments(
                        "rule_before_program_start",
                        "before-program-start",
                        driver().stating("submittedDate", "2017-03-20")),
                arguments(
                        "rule_before_program_start",
                        "before-program-start",
                        driver().stating("submittedDate", null).applyingOn("2016-01-01")),
                arguments(
                        "rule_vehicle_type_not_eligible",
                        "vehicle-type-not-eligible",
                        driver().stating("evType", "HEV")),
                arguments(
                        "rule_transaction_type_not_eligible",
                        "transaction-type-not-eligible",
                        driver().stating("transactionType", "rental")),
                arguments("rule_vehicle_not_new", "vehicle-not-new", driver().stating("newVehicle", false)),
                arguments(
                        "rule_dealer_not_participating",
                        "dealer-not-participating",
                        driver().stating("participatingDealer", false)),
                arguments("rule_ownership_too_short", "ownership-too-short", driver().stating("ownershipMonths", 35)),
                arguments("rule_make_not_participating", "make-not-participating", driver().owning("ferrari")),
                arguments(
                        "rule_make_not_participating",
                        "make-not-participating",
                        driver().owning("ferrari").stating("submittedDate", "2020-03-31")),
                arguments("rule_postal_code_unknown", "postal-code-unknown", driver().at(null)),
                arguments("rule_postal_code_unknown", "postal-code-unknown", driver().at("501")),
                arguments("rule_postal_code_unknown", "postal-code-unknown", driver().with("postalCode", 10001)),
                arguments(
                        "rule_application_date_unknown",
                        "application-date-unknown",
                        driver().stating("submittedDate", "last spring")),
                arguments(
                        "rule_application_date_unknown",
                        "application-date-unknown",
                        driver().stating("submittedDate", 20180113)),
                arguments(
                        "rule_application_date_unknown",
                        "application-date-unknown",
                        driver().stating("submittedDate", null).applyingOn(null)),
                arguments("rule_vehicle_type_unknown", "vehicle-type-unknown", driver().stating("evType", null)),
                arguments(
                        "rule_vehicle_type_unknown",
                        "vehicle-type-unknown",
                        driver().stating("evType", List.of("BEV"))),
                arguments("rule_vehicle_type_unknown", "vehicle-type-unknown", driver().with("metadata", null)),
                arguments(
                        "rule_transaction_type_unknown",
                        "transaction-type-unknown",
                        driver().stating("transactionType", "")),
                arguments(
                        "rule_vehicle_condition_unknown",
                        "vehicle-condition-unknown",
                        driver().stating("newVehicle", "yes")),
                arguments(
                        "rule_dealer_unknown", "dealer-unknown", driver().stating("participatingDealer", "Acme Cars")),
                arguments(
                        "rule_ownership_unknown",
                        "ownership-unknown",
                        driver().stating("ownershipMonths", "36 months")),
                arguments("rule_make_unknown", "make-unknown", driver().owning()),
                arguments("rule_make_unknown", "make-unknown", driver().with("manufacturerSlugs", null)),
                arguments(
                        "rule_make_to_be_confirmed",
                        "make-to-be-confirmed",
                        driver().owning("polestar").stating("submittedDate", "2020-04-01")),
                arguments(
                        "rule_small_rebate_above_60000",
                        "eligible-small-rebate-above-price-cap",
                        early().stating("msrp", 60_000.01).stating("electricRangeMiles", 300)),
                arguments(
                        "rule_small_rebate_above_42000",
                        "eligible-small-rebate-above-price-cap",
                        late().stating("msrp", 42_001).stating("electricRangeMiles", 300)),
                arguments(
                        "rule_small_rebate_above_42000",
                        "eligible-small-rebate-above-price-cap",
                        late().stating("msrp", 61_000)),
                arguments("rule_rebate_2000_until_june_2021", "eligible-rebate-2000", range(early(), 120)),
                arguments("rule_rebate_1700_until_june_2021", "eligible-rebate-1700", range(early(), 119)),
                arguments("rule_rebate_1700_until_june_2021", "eligible-rebate-1700", range(early(), 40)),
                arguments("rule_rebate_1100_until_june_2021", "eligible-rebate-1100", range(early(), 39.9)),
                arguments("rule_rebate_1100_until_june_2021", "eligible-rebate-1100", range(early(), 20)),
                arguments("rule_rebate_500_until_june_2021", "eligible-rebate-500", range(early(), 19)),
                arguments("rule_rebate_2000_since_june_2021", "eligible-rebate-2000", range(late(), 200)),
                arguments("rule_rebate_1000_since_june_2021", "eligible-rebate-1000", range(late(), 199)),
                arguments("rule_rebate_1000_since_june_2021", "eligible-rebate-1000", range(late(), 40)),
                arguments("rule_rebate_500_since_june_2021", "eligible-rebate-500", range(late(), 39)),
                arguments("rule_rebate_500_since_june_2021", "eligible-rebate-500", range(late(), 15)),
                arguments("rule_rebate_amount_open", "eligible-rebate-amount-open", driver()),
                arguments("rule_rebate_amount_open", "eligible-rebate-amount-open", range(driver(), "120 miles")),
                arguments(
                        "rule_rebate_amount_open",
                        "eligible-rebate-amount-open",
                        driver().stating("msrp", Map.of("usd", 90_000))));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("cases")
    void decidesByRow(String row, String code, Applicant applicant) {
        var verdict = applicant.verdict();

        assertThat(verdict.row()).isEqualTo(row);
        assertThat(verdict.code()).isEqualTo(code);
        assertThat(verdict.status()).isEqualTo(statusBehind(code));
        assertThat(verdict.reason()).isNotBlank().doesNotContain("null");
    }

    @Test
    void everyRowIsHit() {
        assertThat(cases().map(each -> ((Applicant) each.get()[2]).verdict().row())
                        .collect(toSet()))
                .isEqualTo(TABLE.rows());
    }

    static Stream<Arguments> eligibleCases() {
        return cases().filter(each -> ((String) each.get()[1]).startsWith("eligible-"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("eligibleCases")
    void whatOneAmountAcceptsEveryAmountAccepts(String row, String code, Applicant applicant) {
        assertThat(applicant.stating("evType", "BEV").verdict().row()).isEqualTo(row);
        assertThat(applicant.stating("evType", " fcev ").verdict().row()).isEqualTo(row);
        assertThat(applicant.stating("transactionType", " Purchase ").verdict().row())
                .isEqualTo(row);
        assertThat(applicant.livingIn(" ny ").verdict().row()).isEqualTo(row);
        assertThat(applicant.stating("newVehicle", true).verdict().row()).isEqualTo(row);
        assertThat(applicant.stating("participatingDealer", true).verdict().row())
                .isEqualTo(row);
        assertThat(applicant.stating("ownershipMonths", 36).verdict().row()).isEqualTo(row);
        if (row.endsWith("until_june_2021") || row.equals("rule_small_rebate_above_60000")) {
            assertThat(applicant
                            .stating("submittedDate", "2017-03-21")
                            .verdict()
                            .row())
                    .isEqualTo(row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aBlankIsNotAnAnswer(String blank) {
        assertThat(driver().livingIn(blank).verdict().code()).isEqualTo("territory-unknown");
        assertThat(driver().at(blank).verdict().code()).isEqualTo("postal-code-unknown");
        assertThat(driver().owning(blank).verdict().code()).isEqualTo("make-unknown");
        assertThat(driver().with("manufacturerSlugs", List.of(7)).verdict().code())
                .isEqualTo("make-unknown");
        assertThat(driver().stating("evType", blank).verdict().code()).isEqualTo("vehicle-type-unknown");
        assertThat(driver().stating("transactionType", blank).verdict().code()).isEqualTo("transaction-type-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00501", "00544", "06390", "10001", "14975", "10001-1234", "100011234", " 11201 "})
    void acceptsEveryPostalCodeOfNewYork(String postalCode) {
        assertThat(driver().at(postalCode).verdict().status()).isEqualTo("eligible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00601", "06391", "06389", "09999", "15001", "90210"})
    void refusesPostalCodesNextToThoseOfNewYork(String postalCode) {
        assertThat(driver().at(postalCode).verdict().code()).isEqualTo("postal-code-outside-new-york");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audi", "bmw", "chevrolet", "chrysler", "ford", "honda", "hyundai", "jaguar", "kia", "mercedes-benz",
                "mini", "mitsubishi", "nissan", "porsche", "smart", "subaru", "tesla", "toyota", "volkswagen", "volvo"
            })
    void acceptsEveryMakeWithAPublishedRebate(String make) {
        assertThat(driver().owning(make).verdict().status()).isEqualTo("eligible");
    }

    @ParameterizedTest
    @CsvSource({"BEV,purchase", "PHEV,lease", "FCEV,purchase", "bev,Lease"})
    void acceptsEveryKindOfVehicleBoughtOrLeased(String evType, String transactionType) {
        assertThat(driver().stating("evType", evType)
                        .stating("transactionType", transactionType)
                        .verdict()
                        .status())
                .isEqualTo("eligible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2017-03-21", "2017-03-21T08:00:00Z", "2021-06-29", "2021-06-30"})
    void takesTheDaySubmittedBeforeTheDayOfApplication(String submittedDate) {
        assertThat(driver().stating("submittedDate", submittedDate)
                        .applyingOn("2016-12-31")
                        .verdict()
                        .status())
                .isEqualTo("eligible");
    }

    @Test
    void amountsChangeOnTheThirtiethOfJune2021() {
        var car = range(driver(), 150);

        assertThat(car.stating("submittedDate", "2021-06-29").verdict().code()).isEqualTo("eligible-rebate-2000");
        assertThat(car.stating("submittedDate", "2021-06-30").verdict().code()).isEqualTo("eligible-rebate-1000");
    }

    @Test
    void thePriceCapItselfStillGetsTheFullRebate() {
        assertThat(range(early(), 120).stating("msrp", 60_000).verdict().code()).isEqualTo("eligible-rebate-2000");
        assertThat(range(late(), 200).stating("msrp", 42_000).verdict().code()).isEqualTo("eligible-rebate-2000");
    }

    @Test
    void reasonsSayWhichAmountAndWhatItHangsOn() {
        assertThat(early().stating("msrp", 75_700).verdict().reason())
                .isEqualTo("Qualifies for the small rebate of $500 only: the base price of $75700 is above $60,000.");
        assertThat(range(early(), 238).verdict().reason())
                .isEqualTo("Qualifies for a rebate of $2,000: electric range of 238 miles,"
                        + " as long as the base price is not above $60,000; otherwise $500.");
        assertThat(range(late(), 238).stating("msrp", 36_620).verdict().reason())
                .isEqualTo("Qualifies for a rebate of $2,000: electric range of 238 miles.");
        assertThat(driver().verdict().reason())
                .isEqualTo("Qualifies: a lease of a plug-in hybrid in New York. The amount, $500 to $2,000,"
                        + " depends on the electric range and the base price.");
        assertThat(driver().stating("submittedDate", "2017-03-20").verdict().reason())
                .isEqualTo("The application is of 2017-03-20; the program began on 21 March 2017.");
    }

    @Test
    void nobodyIsAskedForPapersThatWouldNotHelp() {
        var hopeless = driver().at(null).stating("evType", null).stating("newVehicle", false);

        assertThat(hopeless.verdict().status()).isEqualTo("ineligible");
        assertThat(hopeless.stating("newVehicle", true).verdict().status()).isEqualTo("manual");
    }

    @Test
    void everythingStatedAndInOrder() {
        assertThat(range(driver(), 50)
                        .stating("newVehicle", true)
                        .stating("participatingDealer", true)
                        .stating("ownershipMonths", 36)
                        .stating("msrp", 30_000)
                        .stating("model", "Prius Prime")
                        .stating("rebateAmount", 1700)
                        .verdict()
                        .code())
                .isEqualTo("eligible-rebate-1700");
    }

    private static Applicant driver() {
        return TABLE.applicant()
                .livingIn("NY")
                .at("10001")
                .owning("toyota")
                .stating("evType", "PHEV")
                .stating("transactionType", "lease")
                .stating("submittedDate", "2018-01-13");
    }

    private static Applicant early() {
        return driver().stating("submittedDate", "2021-06-29");
    }

    private static Applicant late() {
        return driver().stating("submittedDate", "2021-06-30");
    }

    private static Applicant range(Applicant applicant, Object miles) {
        return applicant.stating("electricRangeMiles", miles);
    }

    private static String statusBehind(String code) {
        if (code.startsWith("eligible-")) {
            return "eligible";
        }
        boolean someoneCanAsk = code.endsWith("-unknown") && !code.equals("territory-unknown");
        return someoneCanAsk || code.endsWith("-to-be-confirmed") ? "manual" : "ineligible";
    }
}
