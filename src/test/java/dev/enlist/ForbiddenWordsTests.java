package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prose in plain technical English: counts words that name no concrete subject, and metaphors, in hits per 1,000 lines.
 * Never raise the limit.
 */
class ForbiddenWordsTests {

    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\b(whoever|whomever|whom|those who|somebody|nobody|everybody|anybody|what became of"
                    + "|(is|are|was|were|be|being|been) told|stands? for|beneath|lest|as ever|leads? nowhere|turned away"
                    + "|the house|postm[ae]n|couriers?|(in|of|its|own|four|last) lanes?)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Targets of links keep the names of files, code keeps the names of the wire, and a method of the JDK has its own. */
    private static final Pattern NO_PROSE = Pattern.compile("\\]\\([^)]*\\)|`[^`\n]*`|\\bnoBody\\(\\)");

    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|md|ya?ml|html|js|css|sql|json|graphqls|bpmn|dmn|form)");

    private static final List<Path> DOCUMENTS = List.of(
            Path.of("README.md"),
            Path.of("CHANGELOG.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("SECURITY.md"),
            Path.of("docs"),
            Path.of("contract", "README.md"),
            Path.of("bpmn"),
            Path.of("dmn"),
            Path.of("src", "main", "resources", "application.yaml"),
            Path.of("src", "main", "resources", "templates"),
            Path.of("src", "main", "resources", "static"),
            Path.of("src", "main", "resources", "mail"),
            Path.of("src", "main", "resources", "shipped"));

    /** A migration that was released cannot be changed. */
    private static final Path RELEASED = Path.of("src", "main", "resources", "db");

    private static final double LIMIT_OF_DOCUMENTS = 0.3;

    /** Lines, and the hits of each file that has one. */
    private record Count(long lines, Map<Path, List<String>> hits) {

        double perThousandLines() {
            return 1_000.0 * hits.values().stream().mapToInt(List::size).sum() / lines;
        }

        String worst() {
            return hits.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                    .limit(15)
                    .map(entry -> entry.getValue().size() + " " + entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining("\n", perThousandLines() + " per 1,000 lines; most hits:\n", ""));
        }
    }

    @Test
    void documentsMessagesAndModels() throws IOException {
        Count count = count(DOCUMENTS);
        assertThat(count.perThousandLines()).as(count.worst()).isLessThan(LIMIT_OF_DOCUMENTS);
    }

    @ParameterizedTest
    @CsvSource({"src/main/java, 0.3", "src/main/resources, 0.3", "src/test/java, 0.3"})
    void sources(Path directory, double limit) throws IOException {
        Count count = count(List.of(directory));
        assertThat(count.perThousandLines()).as(count.worst()).isLessThanOrEqualTo(limit);
    }

    @Test
    void aWordIsFoundAcrossLinesAndNotInCode() {
        assertThat(hits("It is for those\n * who read. Nobody else.")).containsExactly("those who", "Nobody");
        assertThat(hits("`nobody-to-tell`, [18](0018-row-security-beneath-hibernate.md), excludesNobody()"))
                .isEmpty();
    }

    private static Count count(List<Path> places) throws IOException {
        long lines = 0;
        Map<Path, List<String>> hits = new LinkedHashMap<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(path -> TEXT.matcher(path.toString()).matches())
                        .filter(path -> !path.endsWith("ForbiddenWordsTests.java") && !path.startsWith(RELEASED))
                        .sorted()
                        .toList()) {
                    String text = Files.readString(file, StandardCharsets.UTF_8);
                    lines += text.lines().count();
                    List<String> found = hits(text);
                    if (!found.isEmpty()) {
                        hits.put(file, found);
                    }
                }
            }
        }
        assertThat(lines).isPositive();
        return new Count(lines, hits);
    }

    private static List<String> hits(String text) {
        String prose = NO_PROSE.matcher(text).replaceAll(" ").replaceAll("\\s+(\\*|//|#|--)?\\s*", " ");
        return FORBIDDEN.matcher(prose).results().map(MatchResult::group).toList();
    }
}
