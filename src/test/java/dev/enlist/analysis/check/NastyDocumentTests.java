package dev.enlist.analysis.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual and damaged documents: each gives findings, none an exception. */
class NastyDocumentTests {

    private static final DmnTableChecker REVIEW = new DmnTableChecker(new DmnValidator());
    private static final String SOUND =
            Sheet.first().column("state").row("\"NY\"").answering("manual", "-").dmn();
    private static final List<String> SHIPPED = List.of("eligibility-default", "ny-drive-clean", "ca-dsgs");

    private static List<Finding> review(String dmn) {
        List<Finding> findings = REVIEW.of(dmn);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.message()).isNotBlank().doesNotContain("Exception", "could not be looked for");
            assertThat(finding.code()).matches("[a-z]+(-[a-z]+)*");
        });
        return findings;
    }

    static List<String> documents() {
        return List.of(
                SOUND.substring(0, SOUND.length() / 2),
                SOUND.replace("<definitions xmlns=", "<x:definitions xmlns:x=")
                        .replace("</definitions>", "</x:definitions>"),
                SOUND.replace("https://www.omg.org/spec/DMN/20191111/MODEL/", "urn:nothing"),
                SOUND.replace("</definitions>", ""),
                SOUND.replace("id=\"t\"", "id=\"d\"").replace("id=\"r1\"", "id=\"r0\""),
                SOUND.replace(" id=\"r1\"", ""),
                SOUND.replace("<inputExpression id=\"e0\"><text>state</text></inputExpression>", ""),
                SOUND.replaceAll("<output id.*/>", ""),
                SOUND.replaceAll("(?s)<rule.*</rule>", ""),
                SOUND.replaceAll("(?s)<decisionTable.*</decisionTable>", ""),
                SOUND.replaceAll(
                        "(?s)<decisionTable.*</decisionTable>",
                        "<literalExpression id=\"l\"><text>1</text></literalExpression>"),
                SOUND.replace(
                        "<decision id=\"rules\" name=\"Rules\">",
                        "<decision id=\"rules\" name=\"Rules\"><informationRequirement id=\"q\">"
                                + "<requiredDecision href=\"#rules\"/></informationRequirement>"),
                SOUND.replace(
                        "<decision id=\"rules\" name=\"Rules\">",
                        "<decision id=\"rules\" name=\"Rules\"><informationRequirement id=\"q\">"
                                + "<requiredDecision href=\"#gone\"/></informationRequirement>"),
                SOUND.replace(
                        "</definitions>",
                        "<decision id=\"b\" name=\"B\"><informationRequirement id=\"q\"><requiredDecision href=\"#rules\"/>"
                                + "</informationRequirement></decision></definitions>"),
                SOUND.replace("hitPolicy=\"FIRST\"", "hitPolicy=\"COLLECT\" aggregation=\"SUM\""),
                SOUND.replace("<inputExpression", "<inputExpression expressionLanguage=\"groovy\""),
                SOUND.replace("label=\"state\"", "label=\"状態 🏠\"")
                        .replace("&quot;Why&quot;", "&quot;理由 – Grund&quot;"),
                SOUND.replace("&quot;NY&quot;", "&quot;NY&quot;,,"),
                SOUND.replace("<text>state</text>", "<text>metadata.x[1].y(2)</text>"),
                SOUND.replace("<text>state</text>", "<text>1/0</text>"),
                SOUND.replace("<text>state</text>", "<text>for i in 1..100 return i</text>"),
                SOUND.replace("<text>state</text>", "<text>assert(state, false)</text>"),
                SOUND.replace("<inputExpression", "<inputExpression typeRef=\"nonsense\""),
                SOUND.replace("<inputExpression", "<inputExpression typeRef=\"double\""),
                SOUND.replace("&quot;NY&quot;", "&gt; duration(&quot;P1D&quot;), time(&quot;10:00:00&quot;), 1e9"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void endInFindings(String dmn) {
        assertThat(dmn).isNotEqualTo(SOUND);
        assertThat(review(dmn)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
                "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/"
            })
    void ofEveryEditionThatTheEngineKnowsAreRead(String namespace) {
        List<Finding> findings = review(SOUND.replace("https://www.omg.org/spec/DMN/20191111/MODEL/", namespace));
        assertThat(findings.stream().filter(Finding::isError).map(Finding::code))
                .allMatch("unreadable"::equals);
    }

    @Property(tries = 60)
    void madeOfShippedOnesByAccidentNeverThrow(@ForAll long seed) throws IOException {
        REVIEW.errors(mutated(seed))
                .forEach(finding -> assertThat(finding.message()).doesNotContain("Exception"));
    }

    @Property(tries = 10)
    void madeOfShippedOnesByAccidentAreReviewedInFull(@ForAll long seed) throws IOException {
        review(mutated(seed));
    }

    /** Deletes, duplicates or swaps one to four fragments of the document. */
    private static String mutated(long seed) throws IOException {
        Random random = new Random(seed);
        String dmn = Files.readString(Path.of("dmn", SHIPPED.get(random.nextInt(SHIPPED.size())) + ".dmn"));
        List<String> pieces = List.of(
                "",
                "-",
                "null",
                "\"",
                "&quot;x&quot;",
                "<text>1</text>",
                "UNIQUE",
                "ANY",
                "state",
                "not(",
                ")",
                "date(&quot;x&quot;)",
                "&lt; 5",
                "[1..",
                "true",
                "?",
                "{",
                "\u00e9");
        for (int i = 0; i <= random.nextInt(4); i++) {
            int from = random.nextInt(dmn.length());
            int to = Math.min(dmn.length(), from + random.nextInt(random.nextBoolean() ? 8 : 400));
            String piece = random.nextInt(4) == 0
                    ? dmn.substring(from, to).repeat(2)
                    : pieces.get(random.nextInt(pieces.size()));
            dmn = random.nextBoolean()
                    ? dmn.substring(0, from) + piece + dmn.substring(to)
                    : dmn.replaceFirst(
                            "hitPolicy=\"[A-Z]+\"",
                            "hitPolicy=\""
                                    + List.of("UNIQUE", "ANY", "FIRST", "COLLECT")
                                            .get(random.nextInt(4)) + "\"");
        }
        return dmn;
    }
}
