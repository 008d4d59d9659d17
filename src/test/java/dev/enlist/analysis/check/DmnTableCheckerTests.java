package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every finding of the check except those of the validator, with its row, column and example. */
class DmnTableCheckerTests {

    private final DmnTableChecker review = new DmnTableChecker(new DmnValidator());

    private List<Finding> findings(Sheet sheet) {
        return review.of(sheet.dmn());
    }

    private List<String> codes(Sheet sheet) {
        return findings(sheet).stream().map(Finding::code).toList();
    }

    private Finding only(Sheet sheet, String code) {
        List<Finding> found = findings(sheet).stream()
                .filter(each -> each.code().equals(code))
                .toList();
        assertThat(found).as(findings(sheet).toString()).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "eligibility-default,order-matters",
        "ca-dsgs,order-matters",
        "ny-drive-clean,order-matters possible-gaps"
    })
    void hasNothingButRemarksOnTheShippedTables(String slug, String codes) throws Exception {
        List<Finding> findings = review.of(Files.readString(Path.of("dmn", slug + ".dmn")));

        assertThat(findings).allMatch(finding -> finding.severity() == Severity.INFO);
        assertThat(findings.stream().map(Finding::code)).containsExactly(codes.split(" "));
    }

    @Nested
    class Gaps {

        @Test
        void areReportedWithAnExample() {
            Finding gap = only(
                    Sheet.unique()
                            .column("programYear")
                            .row("< 2024")
                            .row("> 2025")
                            .row("2024")
                            .row("null"),
                    "gap");

            assertThat(gap.severity()).isEqualTo(Severity.WARNING);
            assertThat(gap.message()).contains("\"programYear\" is 2025").contains("no-rule-matched");
            assertThat(gap.example().get("programYear")).hasToString("2025");
        }

        @Test
        void liePutBetweenDays() {
            Finding gap = only(
                    Sheet.first()
                            .column("date(applicationDate)")
                            .row("< date(\"2025-01-01\")")
                            .row("[date(\"2025-01-01\")..date(\"2025-06-29\")]")
                            .row("> date(\"2025-06-30\")"),
                    "gap");

            assertThat(gap.example()).containsEntry("applicationDate", "2025-06-30");
        }

        @Test
        void lieBetweenNumbersThatNeedNotBeWhole() {
            Sheet sheet = Sheet.unique()
                    .column("metadata.miles")
                    .row("<= 39")
                    .row(">= 40")
                    .row("null");
            assertThat(only(sheet, "gap").example())
                    .isEqualTo(Map.of("metadata", Map.of("miles", new java.math.BigDecimal("39.5"))));
            assertThat(codes(Sheet.unique()
                            .column("metadata.miles", "integer")
                            .row("<= 39")
                            .row(">= 40")
                            .row("null")))
                    .containsExactly("declared-type");
        }

        @Test
        void areNoneWhereARowCatchesTheRest() {
            assertThat(codes(Sheet.first().column("state").row("\"NY\"").row("-")))
                    .isEmpty();
            assertThat(codes(Sheet.unique().column("state").row("\"NY\"").answering("ineligible", "not(\"NY\")")))
                    .isEmpty();
        }

        @Test
        void areFoundThroughColumnsThatCompute() {
            Finding gap = only(
                    Sheet.first()
                            .column(
                                    "if state = \"NY\" then \"home\" else if state = null then \"unknown\" else \"away\"")
                            .row("\"home\"")
                            .row("\"away\""),
                    "gap");
            assertThat(gap.example()).isEmpty();
            assertThat(gap.message()).contains("\"unknown\"");
        }

        @Test
        void ofColumnsThatShareAnInputAreOnlyThoseThatOccur() {
            Sheet sheet = Sheet.unique()
                    .column("if programYear >= 2025 then \"new\" else \"old\"")
                    .column("if programYear >= 2020 then \"new\" else \"old\"")
                    .row("\"new\"", "\"new\"")
                    .row("\"old\"", "-");
            assertThat(codes(sheet)).containsExactly("possible-gaps");
        }

        @Test
        void areNeverReportedWhereOnlyAnEvaluationDecides() {
            Sheet sheet = Sheet.first().column("postalCode").row("starts with(?, \"1\") or true");
            assertThat(codes(sheet)).doesNotContain("gap");
        }
    }

    @Nested
    class Overlaps {

        @Test
        void ofAUniqueTableAreErrors() {
            Finding conflict = only(
                    Sheet.unique()
                            .column("metadata.kwh")
                            .row("<= 300")
                            .answering("manual", ">= 300")
                            .row("null"),
                    "conflicting-rules");

            assertThat(conflict.severity()).isEqualTo(Severity.ERROR);
            assertThat(conflict.rule()).isEqualTo(2);
            assertThat(conflict.message()).contains("Rows 1 and 2").contains("300");
            assertThat(conflict.example()).isEqualTo(Map.of("metadata", Map.of("kwh", new java.math.BigDecimal(300))));
        }

        @Test
        void ofTheSameAnswerAreErrorsOfAUniqueTableToo() {
            assertThat(only(
                                    Sheet.unique()
                                            .column("state")
                                            .row("\"NY\",\"NJ\"")
                                            .row("\"NJ\",\"CT\""),
                                    "overlapping-rules")
                            .severity())
                    .isEqualTo(Severity.ERROR);
            assertThat(only(Sheet.unique().column("state").row("\"NY\"").row("\"NY\""), "duplicate-rule")
                            .severity())
                    .isEqualTo(Severity.ERROR);
        }

        @Test
        void ofAnAnyTableAreErrorsWhereAnswersDiffer() {
            assertThat(codes(Sheet.any().column("state").row("\"NY\",\"NJ\"").row("\"NJ\",\"CT\"")))
                    .containsExactly("gap");
            assertThat(codes(Sheet.any().column("state").row("\"NY\",\"NJ\"").answering("manual", "\"NJ\"")))
                    .contains("conflicting-rules");
        }

        @Test
        void ofFunctionsAreFoundByTrying() {
            Sheet sheet =
                    Sheet.unique().column("tags").row("list contains(?, \"a\")").row("list contains(?, \"b\")");
            assertThat(only(sheet, "overlapping-rules").example()).isEqualTo(Map.of("tags", List.of("a", "b")));
        }

        @Test
        void ofFunctionsThatExcludeEachOtherAreNotClaimed() {
            Sheet sheet = Sheet.unique()
                    .column("postalCode")
                    .row("starts with(?, \"1\")")
                    .row("starts with(?, \"2\")");
            assertThat(findings(sheet)).noneMatch(Finding::isError);
            assertThat(codes(sheet)).contains("possible-overlaps");
        }

        @Test
        void ofAFirstTableAreReportedOnce() {
            Finding order = only(
                    Sheet.first()
                            .column("state")
                            .column("programYear")
                            .row("\"NY\"", "-")
                            .answering("manual", "-", "> 2024")
                            .answering("ineligible", "-", "-"),
                    "order-matters");
            assertThat(order.severity()).isEqualTo(Severity.INFO);
            assertThat(order.message()).contains("rows 1 and 2");
        }
    }

    @Nested
    class RowsInVain {

        @Test
        void areReportedBelowARowThatMatchesMore() {
            Finding finding = only(
                    Sheet.first()
                            .column("programYear")
                            .row("> 2020")
                            .answering("manual", "> 2024")
                            .row("-"),
                    "unreachable-rule");
            assertThat(finding.rule()).isEqualTo(2);
            assertThat(finding.message()).contains("row 1 above it");
        }

        @Test
        void areReportedBelowSeveralRowsThatTogetherMatchMore() {
            Finding finding = only(
                    Sheet.first()
                            .column("programYear")
                            .row("< 2024")
                            .row(">= 2024")
                            .answering("manual", "2020,2030")
                            .row("null"),
                    "unreachable-rule");
            assertThat(finding.rule()).isEqualTo(3);
            assertThat(finding.message()).contains("together");
        }

        @Test
        void areReportedWhereARowOccursTwice() {
            assertThat(only(
                                    Sheet.first()
                                            .column("state")
                                            .row("\"NY\"")
                                            .row("\"NY\"")
                                            .row("-"),
                                    "duplicate-rule")
                            .rule())
                    .isEqualTo(2);
        }

        @Test
        void areReportedWhereNoValueMatches() {
            Finding finding = only(
                    Sheet.first().column("metadata.kwh").row("[5..3]").answering("manual", "-"), "unreachable-cell");
            assertThat(finding.column()).isEqualTo("metadata.kwh");
        }

        @Test
        void areNotReportedWhereOnlyAnEvaluationDecides() {
            Sheet sheet = Sheet.first()
                    .column("postalCode")
                    .row("starts with(?, \"1\")")
                    .answering("manual", "starts with(?, \"10\")")
                    .row("-");
            assertThat(codes(sheet)).doesNotContain("unreachable-rule");
        }
    }

    @Nested
    class Cells {

        @ParameterizedTest
        @CsvSource(
                delimiter = '!',
                value = {
                    "stat ! - ! unknown-input ! Did you mean state?",
                    "program_year ! - ! unknown-input ! Did you mean programYear?",
                    "state ! NY ! unknown-input ! \"NY\"",
                    "state.code ! - ! unknown-input ! no member called code",
                    "config.eligibility.minMonthlyKw ! - ! unknown-config-key ! Did you mean minMonthlyKwh?",
                    "config.elegibility.minMonthlyKwh ! - ! unknown-config-key ! Did you mean eligibility?",
                    "startswith(postalCode, \"1\") ! - ! unknown-function ! Did you mean starts with?",
                    "programYear ! \"2025\" ! type-mismatch ! Write 2025 without quotes.",
                    "programActive ! \"true\" ! type-mismatch ! Write true without quotes.",
                    "state ! 5 ! type-mismatch ! Write \"5\" in quotes.",
                    "tags ! \"vip\" ! type-mismatch ! Write list contains(?, \"vip\").",
                    "applicationDate ! > date(\"2025-01-01\") ! type-mismatch ! date(applicationDate)",
                    "date(applicationDate) ! \"2025-01-01\" ! type-mismatch ! Write date(\"2025-01-01\").",
                    "programYear = \"2025\" ! true ! type-mismatch ! compares a number with a text",
                    "date(applicationDate) ! > date(\"2025-02-30\") ! invalid-date ! 2025-02-30",
                    "date(applicationDate) ! date(\"1.3.2025\") ! invalid-date ! 2025-03-01",
                    "state ! \"ny\" ! unknown-state ! Write NY.",
                    "state ! \"ZZ\" ! unknown-state ! no state",
                    "state = \"ZZ\" ! true ! unknown-state ! no state",
                    "if programActive then \"yes\" else \"no\" ! \"yess\" ! unknown-value ! Did you mean yes?",
                })
        void thatAreWrong(String expression, String condition, String code, String message) {
            Finding finding = only(Sheet.first().column(expression).row(condition), code);
            assertThat(finding.message()).contains(message);
            assertThat(finding.column()).isEqualTo(expression);
            assertThat(finding.rule())
                    .isEqualTo(
                            review.of(Sheet.first().column(expression).row("-").dmn()).stream()
                                            .anyMatch(each -> each.code().equals(code))
                                    ? null
                                    : 1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "metadata.anything.at.all", "config.custom.anything", "for x in tags return x",
                            "some t in tags satisfies t = \"a\"",
                    "tags[item = \"a\"]", "{a: 1, b: a}.b", "count(metadata.list[price > 3])",
                            "if state = null then 1 else 2",
                })
        void thatAreNot(String expression) {
            assertThat(codes(Sheet.first().column(expression).row("-"))).isEmpty();
        }

        @Test
        void thatEnlistDoesNotRead() {
            String dmn = Sheet.first()
                    .column("state")
                    .row("-")
                    .dmn()
                    .replace(
                            "<output id=\"o_c\" name=\"code\"/>",
                            "<output id=\"o_c\" name=\"code\"/><output id=\"x\" name=\"staus\"/>")
                    .replace("</rule>", "<outputEntry id=\"xx\"><text>1</text></outputEntry></rule>");
            assertThat(review.of(dmn)).extracting(Finding::code).containsExactly("unused-output");
        }

        @Test
        void thatMakeTheTableFail() {
            assertThat(codes(Sheet.first()
                            .column("date(applicationDate)", "date")
                            .row("> date(\"2025-01-01\")")))
                    .containsExactly("date-type");
            assertThat(codes(Sheet.first()
                            .column("metadata.x")
                            .row("modulo(?, 0) > 1")
                            .row("null")))
                    .contains("evaluation-fails");
        }
    }

    @Nested
    class Answers {

        @ParameterizedTest
        @CsvSource(
                delimiter = '!',
                value = {
                    "\"Not Kebab\" ! invalid-code",
                    "\"\" ! invalid-code",
                    "42 ! invalid-code",
                    "null ! invalid-code",
                    "if state = \"NY\" then \"fine\" else \"Not fine\" ! invalid-code",
                })
        void whoseCodeIsNone(String code, String finding) {
            assertThat(codes(Sheet.first().column("state").cells("\"eligible\"", "\"Why\"", code, "-")))
                    .containsExactly(finding);
        }

        @Test
        void thatAreMissing() {
            assertThat(codes(Sheet.first().column("state").cells("\"eligible\"", "", "\"a\"", "-")))
                    .containsExactly("empty-reason");
            assertThat(codes(Sheet.first().column("state").cells("\"eligible\"", "\"Why\"", "", "-")))
                    .containsExactly("invalid-code");
            assertThat(codes(Sheet.first()
                            .column("state")
                            .cells("if state = \"NY\" then \"eligible\" else \"no\"", "\"Why\"", "\"a\"", "-")))
                    .containsExactly("unknown-status");
        }

        @Test
        void ofATableWithoutRowsOrColumns() {
            assertThat(codes(Sheet.first().column("state"))).containsExactly("no-rules");
            assertThat(codes(Sheet.first().row())).containsExactly("no-inputs");
        }
    }

    @Nested
    class LargeTables {

        private Sheet large(Sheet sheet) {
            sheet.column("postalCode").column("metadata.kwh");
            for (int row = 0; row <= GapOverlapAnalyzer.MOST_ROWS; row++) {
                sheet.row("\"" + (10_000 + row) + "\",\"x\"", "> " + row);
            }
            return sheet;
        }

        @Test
        void findEqualRowsThatAnswerDifferently() {
            Finding conflict =
                    only(large(Sheet.unique()).answering("manual", "\"x\", \"10007\"", ">  7.0"), "conflicting-rules");

            assertThat(conflict.severity()).isEqualTo(Severity.ERROR);
            assertThat(conflict.rule()).isEqualTo(GapOverlapAnalyzer.MOST_ROWS + 2);
            assertThat(conflict.message()).contains("Rows 8 and 2002");
            assertThat(conflict.example()).containsKeys("postalCode", "metadata");
        }

        @Test
        void findRowsWrittenTwice() {
            assertThat(only(large(Sheet.first()).row("\"10007\",\"x\"", "> 7"), "duplicate-rule")
                            .severity())
                    .isEqualTo(Severity.WARNING);
            assertThat(codes(large(Sheet.any()).row("\"10007\",\"x\"", "> 7")))
                    .containsExactly("duplicate-rule", "not-exhaustive");
            assertThat(codes(large(Sheet.any()).answering("manual", "\"10007\",\"x\"", "> 7")))
                    .containsExactly("conflicting-rules", "not-exhaustive");
        }

        @Test
        void haveNoOtherFindings() {
            assertThat(codes(large(Sheet.unique()))).containsExactly("not-exhaustive");
        }

        @Test
        void areCheckedForEqualRowsAndNameTheSkippedChecks() {
            areCheckedForEqualRows(4_000);
        }

        /** As many rows as a table may have. */
        @Tag("resilience")
        @Test
        void ofTenThousandRowsAreCheckedForEqualRowsAndNameTheSkippedChecks() {
            areCheckedForEqualRows(10_000);
        }

        private void areCheckedForEqualRows(int rows) {
            Sheet sheet = Sheet.first()
                    .column("postalCode")
                    .column("metadata.kwh")
                    .column("country")
                    .column("programYear");
            for (int row = 0; row < rows - 1; row++) {
                sheet.row("\"" + (10_000 + row) + "\"", "[" + row + ".." + (row + 50) + "]", "\"US\"", "2026");
            }
            sheet.row("\"10007\"", "[7..57]", "\"US\"", "2026");

            List<Finding> found = findings(sheet);

            assertThat(found)
                    .filteredOn(finding -> finding.code().equals("duplicate-rule"))
                    .extracting(Finding::rule)
                    .containsExactly(rows);
            assertThat(found)
                    .filteredOn(finding -> finding.code().equals("not-exhaustive"))
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.message()).contains("unusable-answer", "fits-missing", "declared-type"));
        }

        @Test
        void tellAFaultOfEveryRowAHundredTimes() {
            Sheet sheet = Sheet.first().column("programYear");
            for (int row = 0; row < 150; row++) {
                sheet.row("\"" + row + "\"");
            }
            assertThat(codes(sheet).stream().filter("type-mismatch"::equals)).hasSize(DmnTableChecker.MOST_OF_A_CODE);
            assertThat(findings(sheet))
                    .anyMatch(finding -> finding.message().startsWith("50 further findings of the code type-mismatch"));
        }
    }

    @Test
    void aTableOfAThousandRowsIsDoneWithinItsBounds() {
        Sheet sheet = Sheet.unique();
        for (int column = 0; column < 30; column++) {
            sheet.column("metadata.c" + column);
        }
        for (int row = 0; row < 1000; row++) {
            String[] cells = new String[30];
            for (int column = 0; column < 30; column++) {
                cells[column] = column == row % 30
                        ? String.valueOf(row)
                        : column == (row * 7 + 3) % 30 ? "[" + row + ".." + (row + 50) + "]" : "-";
            }
            sheet.row(cells);
        }
        assertThat(codes(sheet)).contains("overlapping-rules", "gap", "not-exhaustive");
    }
}
