package dev.enlist.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/rehearse-operaton} applies fits the tree. The rehearsal itself takes as long as the build. */
class RehearsalTests {

    private static final Path RULES = Path.of("bin/operaton");
    private static final int MOST_FILES_BY_HAND = 10;
    private static final Pattern CHANGED = Pattern.compile("(?m)^--- (?:a/)?(\\S+)\\n\\+\\+\\+ b/(\\S+)$");

    @Test
    void fewFilesAreChangedByHandAndTheyExist() throws IOException {
        List<String> changed = changedByHand(2);

        assertThat(changed).isNotEmpty().doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(MOST_FILES_BY_HAND);
        assertThat(changedByHand(1))
                .filteredOn(file -> !file.equals("/dev/null"))
                .allSatisfy(file -> assertThat(Path.of(file)).exists());
    }

    /** The new place is there where the tests run in the rehearsed copy. */
    @Test
    void movedFilesExist() throws IOException {
        List<String> moves = Files.readAllLines(RULES.resolve("moves.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();

        assertThat(moves).isNotEmpty().allSatisfy(move -> {
            String[] places = move.split(" ");
            assertThat(places).hasSize(2);
            assertThat(Files.exists(Path.of(places[0])) || Files.exists(Path.of(places[1])))
                    .as(move)
                    .isTrue();
        });
    }

    @Test
    void failedTestsAreCountedAndNamed(@TempDir Path reports) throws IOException, InterruptedException {
        Files.writeString(reports.resolve("TEST-a.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="a.FirstIT" tests="4" errors="1" skipped="1" failures="1">
                  <testcase name="passes" classname="a.FirstIT" time="0.1"/>
                  <testcase name="fails" classname="a.FirstIT" time="0.1">
                    <failure message="expected 1 but was 2" type="x">trace
                    </failure>
                  </testcase>
                  <testcase name="breaks" classname="a.FirstIT" time="0.1">
                    <error message="no connection" type="x"/>
                  </testcase>
                  <testcase name="waits" classname="a.FirstIT" time="0.1">
                    <skipped/>
                  </testcase>
                </testsuite>
                """);

        assertThat(failedTests(reports)).isEqualTo("""
                Tests: 4 run, 2 failed, 1 skipped.
                  a.FirstIT#fails: expected 1 but was 2
                  a.FirstIT#breaks: no connection
                """);
        assertThat(failedTests(reports.resolve("missing"))).isEqualTo("Tests: none were run.\n");
    }

    private static String failedTests(Path reports) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "bash", RULES.resolve("failed-tests").toString(), reports.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static List<String> changedByHand(int group) throws IOException {
        try (Stream<Path> patches = Files.list(RULES.resolve("patches"))) {
            return patches.flatMap(
                            patch -> CHANGED.matcher(text(patch)).results().map(found -> found.group(group)))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
