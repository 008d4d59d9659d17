package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cells as people write them, under columns of every kind, each with its only finding: the code, and the advice.
 * Correct cells have no finding.
 */
class CellCorpusTests {

    private final DmnTableChecker review = new DmnTableChecker(new DmnValidator());

    /**
     * Findings of the cell or its column. The second row matches everything else, so there are no findings between
     * rows.
     */
    private List<Finding> findings(Sheet sheet) {
        return review.of(sheet.dmn()).stream()
                .filter(finding -> !Set.of("order-matters", "gap").contains(finding.code()))
                .toList();
    }

    private Sheet sheet(String column, String cell) {
        String[] typed = column.split(" as ");
        return Sheet.first()
                .column(typed[0], typed.length > 1 ? typed[1] : "")
                .row(cell)
                .answering("manual", "-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                // commas and dashes with another meaning in FEEL
                "metadata.kwh ! > 10,5 ! comma-in-number ! Write > 10.5",
                "metadata.kwh ! > 1,000 ! comma-in-number ! Write > 1000",
                "metadata.kwh ! <=12,5 ! comma-in-number ! Write <= 12.5",
                "metadata.kwh ! 1,000 ! comma-in-number ! Write 1000",
                "metadata.kwh ! 1.000,5 ! comma-in-number ! Write 1000.5",
                "metadata.kwh ! 600-900 ! dash-in-range ! Write [600..900]",
                "programYear ! 2025-2026 ! dash-in-range ! Write [2025..2026]",
                "date(applicationDate) ! >= 2025-01-01 ! invalid-date ! Write date(\"2025-01-01\").",
                "applicationDate ! >= 2025-01-01 ! invalid-date ! date(applicationDate) above the column",
                "date(applicationDate) ! 01/02/2025 ! invalid-date ! date(\"2025-03-01\")",
                // values joined like conditions
                "state ! \"NY\" or \"NJ\" ! not-a-condition ! Write \"NY\",\"NJ\"",
                "programYear ! 2025 or 2026 ! not-a-condition ! Write 2025,2026",
                "state ! ? = \"NY\" or \"NJ\" ! not-a-condition ! comparison on each side",
                // comparisons of different types
                "programYear ! > \"2025\" ! never-fits ! Write > 2025, without quotes",
                "metadata.year as number ! > \"2025\" ! never-fits ! Write > 2025, without quotes",
                "programYear ! ? > \"5\" ! never-fits ! Write a condition for a number",
                "programYear ! [\"a\"..\"c\"] ! never-fits ! Write a condition for a number",
                "date(applicationDate) ! >= \"2025-01-01\" ! never-fits ! Write >= date(\"2025-01-01\")",
                "applicationDate ! >= date(\"2025-01-01\") ! type-mismatch ! date(applicationDate)",
                "date(applicationDate) ! 2025 ! type-mismatch ! date(\"2025-03-01\")",
                "programYear ! \"2025\" ! type-mismatch ! Write 2025 without quotes",
                "programYear ! \"600-900\" ! type-mismatch ! Write [600..900]",
                "programYear ! \"1,000\" ! type-mismatch ! Write 1000.",
                "programYear ! \"> 600\" ! type-mismatch ! Write > 600 without quotes",
                "programYear ! true ! type-mismatch ! Write a number",
                "state ! > 4 ! type-mismatch ! number(state) above the column",
                "state ! 5 ! type-mismatch ! Write \"5\" in quotes",
                "metadata.kwh as string ! > 4 ! type-mismatch ! number(metadata.kwh) above the column",
                "programActive ! \"yes\" ! type-mismatch ! Write true or false",
                "tags ! \"vip\" ! type-mismatch ! Write list contains(?, \"vip\")",
                // conditions that never hold
                "programYear ! sum(?) < 112 ! never-fits ! Write < 112",
                "tags ! contains(?, \"tesla\") ! never-fits ! Write list contains(?, \"tesla\")",
                "state ! list contains(?, \"NY\") ! never-fits ! Write contains(?, \"NY\")",
                "programYear ! upper case(?) = \"A\" ! never-fits ! upper case needs a text",
                "programYear ! string length(?) > 4 ! never-fits ! string length needs a text",
                "state ! ? > 5 ! never-fits ! cannot be compared",
                "state ! matches(?, \"[\") ! invalid-pattern ! no regular expression",
                "programActive ! not(true) ! never-fits ! Write false",
                "metadata.flag as boolean ! not(true) ! never-fits ! Write false",
                // missing values
                "state ! not(\"NY\") ! fits-missing ! Write not(\"NY\", null)",
                "state ! not(? = \"NY\") ! fits-missing ! Write not(? = \"NY\", null)",
                "state ! ? = \"NJ\" or not(? = \"NY\") ! fits-missing ! Add a row above it",
                "metadata.flag as boolean ! not(false) ! fits-missing ! Write true",
                "metadata.kwh ! (> 5) ! fits-missing ! Write > 5 without brackets",
                // values that are no function of the inputs
                "applicationDate ! date(?) < today() ! not-repeatable ! Write date(applicationDate)",
                "applicationDate ! date(now()) > date(?) ! not-repeatable ! Write date(applicationDate)",
                "metadata.kwh ! > random number() ! not-repeatable ! stays the same",
                "serialNumber ! uuid() ! not-repeatable ! stays the same",
                // words
                "programActive ! TRUE ! unknown-input ! Write true, in lower case",
                "programActive ! False ! unknown-input ! Write false, in lower case",
                "programActive ! yes ! unknown-input ! Write true.",
                "programActive ! No ! unknown-input ! Write false.",
                "metadata.kwh ! $500 ! unknown-input ! Write 500: a number has neither currency nor unit",
                "state ! NY ! unknown-input ! in quotes: \"NY\"",
                "state ! any ! unknown-input ! leave the cell empty",
                // invalid FEEL
                "state ! = \"NY\" ! unreadable-cell ! Write \"NY\".",
                "state ! == \"NY\" ! unreadable-cell ! Write \"NY\".",
                "state ! “NY” ! unreadable-cell ! Write \"NY\".",
                "state ! „NY“ ! unreadable-cell ! Write \"NY\".",
                "state ! 'NY' ! unreadable-cell ! Write \"NY\".",
                "state ! ‘NY’, ‘NJ’ ! unreadable-cell ! Write \"NY\", \"NJ\".",
                "state ! <> \"NY\" ! unreadable-cell ! Write not(\"NY\").",
                "state ! not \"NY\" ! unreadable-cell ! Write not(\"NY\").",
                "state ! not NY ! unreadable-cell ! Write not(\"NY\").",
                "state ! is not null ! unreadable-cell ! Write not(null).",
                "state ! New York ! unreadable-cell ! Write \"New York\".",
                "state ! \"NY\"; \"NJ\" ! unreadable-cell ! Write \"NY\", \"NJ\".",
                "state ! \"NY\" | \"NJ\" ! unreadable-cell ! Write \"NY\", \"NJ\".",
                "state ! in (\"NY\", \"NJ\") ! unreadable-cell ! Write \"NY\", \"NJ\".",
                "state ! \"NY ! unreadable-cell ! Write \"NY\".",
                "state ! * ! unreadable-cell ! Write -.",
                "metadata.kwh ! >600 and <900 ! unreadable-cell ! Write (600..900).",
                "metadata.kwh ! >= 600 <= 900 ! unreadable-cell ! Write [600..900].",
                "metadata.kwh ! between 600 and 900 ! unreadable-cell ! Write [600..900].",
                "metadata.kwh ! 600 to 900 ! unreadable-cell ! Write [600..900].",
                "metadata.kwh ! 600..900 ! unreadable-cell ! Write [600..900].",
                "metadata.kwh ! 600 – 900 ! unreadable-cell ! Write [600..900].",
                "metadata.kwh ! < 5 or > 10 ! unreadable-cell ! Write < 5, > 10.",
                "metadata.kwh ! ≥ 5 ! unreadable-cell ! Write >= 5.",
                "metadata.kwh ! => 5 ! unreadable-cell ! Write >= 5.",
                "metadata.kwh ! 10% ! unreadable-cell ! Write 10 or 0.1,",
                "metadata.kwh ! >= 600 kWh ! unreadable-cell ! Write >= 600.",
                "metadata.kwh ! 1e3 ! unreadable-cell ! Write 1000.",
                "metadata.kwh ! 600+ ! unreadable-cell ! Write >= 600.",
                "metadata.kwh ! (> 5 ! unreadable-cell ! Write (> 5).",
                "metadata.kwh ! 5 5 5 ! unreadable-cell ! from character 3 on",
            })
    void isToldWhatToWrite(String column, String cell, String code, String advice) {
        List<Finding> findings = findings(sheet(column, cell));

        assertThat(findings).as(findings.toString()).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.rule()).isEqualTo(1);
        assertThat(finding.column()).isEqualTo(column.split(" as ")[0]);
        assertThat(finding.message()).contains(advice);
        assertThat(finding.message()).doesNotContain("Expected (", "Impl", "parse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "sum(state) ! always-null ! sum needs",
                "state + 5 ! always-null ! cannot be added",
                "\"x\" * 2 ! always-null ! cannot be multiplied",
                "null ! always-null ! gives a value",
                "upper case(programYear) ! always-null ! needs a text",
                "matches(state, \"[\") ! invalid-pattern ! no regular expression",
                "split(state, \"(\") ! invalid-pattern ! no regular expression",
                "today() ! not-repeatable ! Write date(applicationDate)",
                "if now() > date(applicationDate) then 1 else 2 ! not-repeatable ! Write date(applicationDate)",
                "random number() ! not-repeatable ! stays the same",
                "state and programActive ! not-a-condition ! comparison on each side",
                "stat ! unknown-input ! Did you mean state?",
                "state == \"NY\" ! unreadable-cell ! Write state = \"NY\".",
                "if programActive then 1 ! unreadable-cell ! needs an else",
            })
    void hasOneFindingForAColumnThatIsWrong(String expression, String code, String advice) {
        Sheet sheet = Sheet.unique().column(expression).column("state");
        for (int row = 0; row < 13; row++) {
            sheet.row(String.valueOf(row), "\"NY\"");
        }

        List<Finding> findings = review.of(sheet.dmn());

        assertThat(findings).as(findings.toString()).hasSize(1);
        assertThat(findings.get(0).code()).isEqualTo(code);
        assertThat(findings.get(0).column()).isEqualTo(expression);
        assertThat(findings.get(0).message()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "metadata.kwh ! > 10.5",
                "metadata.kwh ! > 10, 5",
                "metadata.kwh ! 10,20,30",
                "metadata.kwh ! 100,200",
                "metadata.kwh ! [600..900]",
                "metadata.kwh ! > 1000 - 50",
                "metadata.kwh ! -5",
                "metadata.kwh ! > config.custom.limit",
                "metadata.kwh ! ? > 5 and ? < 9",
                "metadata.kwh ! ? < 5 or ? > 9",
                "metadata.kwh ! not(> 5)",
                "metadata.kwh ! null",
                "metadata.kwh ! not(null)",
                "metadata.kwh ! ? instance of number",
                "metadata.kwh as number ! >= 5",
                "metadata.kwh as double ! >= 5",
                "metadata.zip ! >= \"10001\"",
                "postalCode ! [\"10001\"..\"14999\"]",
                "postalCode ! starts with(?, \"10\")",
                "postalCode ! matches(?, \"^1[0-4][0-9]{3}$\")",
                "state ! \"NY\",\"NJ\"",
                "state ! [\"NY\",\"NJ\"]",
                "state ! ? in [\"NY\",\"NJ\"]",
                "state ! not(\"NY\", null)",
                "state ! upper case(?) = \"NY\"",
                "state ! string length(?) = 2",
                "applicationDate ! >= \"2025-01-01\"",
                "applicationDate ! date(?) >= date(\"2025-01-01\")",
                "date(applicationDate) ! >= date(\"2025-01-01\")",
                "date(applicationDate) ! [date(\"2025-01-01\")..date(\"2025-12-31\")]",
                "programActive ! true",
                "programActive ! false",
                "programActive ! not(false)",
                "programYear ! 2025,2026",
                "programYear ! floor(?) = 2025",
                "programYear ! even(?)",
                "tags ! list contains(?, \"vip\")",
                "tags ! count(?) > 2",
                "tags ! some tag in ? satisfies tag = \"vip\"",
                "count(tags) ! > 2",
                "sum(metadata.readings) ! > 2",
                "metadata.kwh * 12 ! > 1000",
                "metadata.text ! contains(?, \"600-900\")",
                "metadata.text ! \"1,000\",\"> 1,000\"",
                "metadata.list ! list contains(?, \"a\")",
                "date(metadata.day) + duration(\"P1M\") ! > date(\"2025-01-01\")",
            })
    void hasNothingToSayOfCorrectCells(String column, String cell) {
        assertThat(findings(sheet(column, cell))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "status ! metadata.verdict ! unusable-answer ! a row for each",
                "status ! if state = \"NY\" then metadata.a else \"manual\" ! unusable-answer ! a row for each",
                "code ! lower case(state) ! unusable-answer ! a row for each",
                "code ! metadata.code ! unusable-answer ! a row for each",
                "code ! programYear ! unusable-answer ! in quotes",
                "reason ! \"You use \" + metadata.kwh ! empty-reason ! string(metadata.kwh)",
                "reason ! \"You use \" + 5 ! empty-reason ! string(",
                "reason ! \"Year \" + programYear ! empty-reason ! string(",
                "reason ! metadata.why ! empty-reason ! Ask in a column",
                "reason ! \"On \" + string(today()) ! not-repeatable ! Write date(applicationDate)",
                "reason ! 'Why' ! unreadable-cell ! Write \"Why\".",
            })
    void isToldOfAnswersThatCannotBeUsed(String output, String answer, String code, String advice) {
        Sheet sheet = Sheet.first().column("metadata.kwh");
        sheet.cells(
                output.equals("status") ? answer : "\"eligible\"",
                output.equals("reason") ? answer : "\"Why\"",
                output.equals("code") ? answer : "\"a\"",
                "> 5");

        List<Finding> findings = findings(sheet);

        assertThat(findings).as(findings.toString()).hasSize(1);
        assertThat(findings.get(0).code()).isEqualTo(code);
        assertThat(findings.get(0).rule()).isEqualTo(1);
        assertThat(findings.get(0).column()).isEqualTo(output);
        assertThat(findings.get(0).message()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "\"eligible\" ! \"You use \" + string(metadata.kwh) ! \"a\"",
                "\"eligible\" ! \"Active: \" + string(programActive) ! if programActive then \"a\" else \"b\"",
                "if metadata.kwh > 9 then \"eligible\" else \"manual\" ! \"Why\" ! \"a\"",
                "\"eligible\" ! string(metadata.kwh) + \" kWh\" ! \"a\"",
            })
    void hasNothingToSayOfAnswersThatCan(String status, String reason, String code) {
        assertThat(findings(Sheet.first().column("metadata.kwh").cells(status, reason, code, "> 5")))
                .isEmpty();
    }
}
