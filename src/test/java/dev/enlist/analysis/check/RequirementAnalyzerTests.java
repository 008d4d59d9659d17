package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the check finds in each table of a document, and between the tables. */
class RequirementAnalyzerTests {

    private final DmnTableChecker review = new DmnTableChecker(new DmnValidator());
    private final String dmn;

    RequirementAnalyzerTests() throws IOException {
        this.dmn = Files.readString(Path.of("src/test/resources/rules/income-and-home.dmn"));
    }

    private Finding only(String document, String code) {
        List<Finding> all = review.of(document);
        List<Finding> found =
                all.stream().filter(each -> each.code().equals(code)).toList();
        assertThat(found).as(all.toString()).hasSize(1);
        return found.get(0);
    }

    @Test
    void aSoundDocumentHasNothingButRemarks() {
        assertThat(review.of(dmn)).allMatch(finding -> finding.severity() == Finding.Severity.INFO);
    }

    @Test
    void anInputThatIsTheOutputOfATableWithoutARequirement() {
        String document = dmn.replace("<text>metadata.yearBuilt</text>", "<text>incomeBand</text>");
        Finding finding = only(document, "missing-requirement");
        assertThat(finding.isError()).isTrue();
        assertThat(finding.table()).isEqualTo("Home score");
        assertThat(finding.message()).contains("incomeBand is an output of the table Income band");
    }

    @Test
    void anUnknownInputOfARequiredTable() {
        Finding finding = only(dmn.replace("metadata.heating", "heating"), "unknown-input");
        assertThat(finding.table()).isEqualTo("Home score");
    }

    @Test
    void anOutputThatNoTableReads() {
        String document = dmn.replace("<text>incomeBand</text>", "<text>metadata.band</text>");
        Finding finding = only(document, "unread-output");
        assertThat(finding.table()).isEqualTo("Income band");
        assertThat(finding.column()).isEqualTo("incomeBand");
    }

    @Test
    void aValueThatTheRequiredTableNeverGives() {
        Finding finding = only(
                dmn.replace(
                        "<text>\"middle\"</text></inputEntry><inputEntry id=\"o3\">",
                        "<text>\"midle\"</text></inputEntry><inputEntry id=\"o3\">"),
                "unknown-value");
        assertThat(finding.table()).isEqualTo("Eligibility");
        assertThat(finding.rule()).isEqualTo(3);
        assertThat(finding.message()).contains("middle");
    }

    @Test
    void aValueForWhichThereIsNoRow() {
        String document = dmn.replace(
                        "<inputEntry id=\"t2\"><text></text>", "<inputEntry id=\"t2\"><text>\"low\"</text>")
                .replace("<inputEntry id=\"e2\"><text></text>", "<inputEntry id=\"e2\"><text>\"low\"</text>");
        Finding finding = only(document, "unhandled-value");
        assertThat(finding.table()).isEqualTo("Eligibility");
        assertThat(finding.message()).contains("Income band may give \"high\"");
    }

    @Test
    void aGapInARequiredTableNamesTheTable() {
        String document =
                dmn.replace("<inputEntry id=\"b3i\"><text></text>", "<inputEntry id=\"b3i\"><text>&gt;= 130000</text>");
        List<Finding> gaps = review.of(document).stream()
                .filter(finding -> finding.code().equals("gap") && "Income band".equals(finding.table()))
                .toList();
        assertThat(gaps).isNotEmpty();
        assertThat(gaps.get(0).message()).contains("the outputs of the table are null then");
    }

    @Test
    void anOverlapInARequiredTableUnderUnique() {
        String document =
                dmn.replace("id=\"income_table\" hitPolicy=\"FIRST\"", "id=\"income_table\" hitPolicy=\"UNIQUE\"");
        assertThat(review.of(document))
                .anyMatch(finding -> finding.isError()
                        && "Income band".equals(finding.table())
                        && finding.code().equals("conflicting-rules"));
    }
}
