package dev.enlist.eligibility.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes test cases as CSV and reads them back; reports the faults of an invalid file. */
class TestCaseCsvTests {

    private static List<Fault> faults(String csv) {
        List<Fault> faults = new ArrayList<>();
        assertThatThrownBy(() -> TestCaseCsv.read(csv))
                .isInstanceOfSatisfying(InvalidInput.class, e -> faults.addAll(e.faults()));
        return faults;
    }

    @Test
    void readsInputsByTheirNames() {
        List<TestCaseDetails> cases = TestCaseCsv.read("""
                name,state,manufacturerSlugs,programYear,programActive,metadata.monthlyKwh,metadata.ev.type,expectedStatus,expectedCode
                "One, with a comma",NY,tesla|enphase,2025,true,640.5,BEV,eligible,at-home
                Two,,,,,,,manual,
                """);

        assertThat(cases.get(0))
                .isEqualTo(new TestCaseDetails(
                        "One, with a comma",
                        Map.of(
                                "state",
                                "NY",
                                "manufacturerSlugs",
                                List.of("tesla", "enphase"),
                                "programYear",
                                2025,
                                "programActive",
                                true,
                                "metadata",
                                Map.of("monthlyKwh", new BigDecimal("640.5"), "ev", Map.of("type", "BEV"))),
                        "eligible",
                        "at-home"));
        assertThat(cases.get(1)).isEqualTo(new TestCaseDetails("Two", Map.of(), "manual", null));
    }

    @Test
    void namesEveryFaultWithLineAndColumn() {
        List<Fault> faults = faults("""
                name,programYear,programActive,expectedStatus,expectedCode
                One,soon,yes,eligible,
                "Two
                lines",2025,true,approved,Not Kebab
                ,2025,true,manual,
                One,2025,true,manual,
                Five,2025
                """);

        assertThat(faults)
                .extracting(Fault::pointer)
                .containsExactly(
                        "/2/programYear",
                        "/2/programActive",
                        "/3/expectedStatus",
                        "/3/expectedCode",
                        "/5/name",
                        "/6/name",
                        "/7");
        assertThat(faults.get(0).message()).startsWith("line 2, column programYear: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "name,stat,expectedStatus ! /1/stat",
                "name,state ! /1/expectedStatus",
                "name,name,expectedStatus ! /1/name",
                "name,state.code,expectedStatus ! /1/state.code",
                "name,metadata.,expectedStatus ! /1/metadata.",
                "name,metadata,metadata.x,expectedStatus ! /1/metadata",
                "name,metadata.a,metadata.a.b,expectedStatus ! /1/metadata.a"
            })
    void refusesColumnsThatAreNone(String header, String pointer) {
        assertThat(faults(header + "\n")).extracting(Fault::pointer).contains(pointer);
    }

    @Test
    void refusesWhatIsNoCsv() {
        assertThat(faults("")).hasSize(1);
        assertThat(faults("name,expectedStatus\n\u0000,manual\n")).hasSize(1);
    }

    @Test
    void readsWhatItWrites() {
        Map<String, Object> metadata = new HashMap<>(
                Map.of("number", new BigDecimal("12.50"), "whole", 7, "truth", true, "text", "plain", "digits", "007"));
        metadata.putAll(Map.of(
                "likeNumber",
                "12",
                "likeTruth",
                "true",
                "bars",
                "a|b",
                "empty",
                "",
                "quoted",
                "\"x\"",
                "list",
                List.of("a", "b")));
        metadata.putAll(Map.of(
                "one",
                List.of("a"),
                "none",
                List.of(),
                "numbers",
                List.of(1, 2),
                "mixed",
                List.of("1", 2),
                "deep",
                Map.of("a", List.of(Map.of("b", "c"))),
                "lines",
                "a\nb, \"c\""));
        metadata.put("nothing", null);
        TestCaseDetails details = new TestCaseDetails(
                "All, of \"them\"",
                Map.of(
                        "state",
                        "",
                        "postalCode",
                        "00501",
                        "tags",
                        List.of("vip"),
                        "programStates",
                        List.of(),
                        "programYear",
                        2025,
                        "programActive",
                        false,
                        "metadata",
                        metadata,
                        "config",
                        Map.of("custom", Map.of("x.y", 1))),
                "manual",
                null);
        Map<String, Object> withoutEmptyText = new HashMap<>(details.inputs());
        withoutEmptyText.remove("state"); // an empty cell is null

        String csv = TestCaseCsv.write(List.of(new RuleTestCase("r", details, Instant.EPOCH)));

        assertThat(TestCaseCsv.read(csv))
                .containsExactly(new TestCaseDetails(details.name(), withoutEmptyText, "manual", null));
    }
}
