package dev.enlist.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.workflow.model.WorkflowParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damaged documents of the kinds that people upload: each gives findings, none an exception, and none takes long. */
class DocumentFuzzTests {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final double SHARE = 0.1;

    private static List<String> files(String directory, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            List<String> read = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(extension))
                    .sorted()
                    .toList()) {
                read.add(Files.readString(file));
            }
            assertThat(read).isNotEmpty();
            return read;
        }
    }

    private static void damage(String name, List<String> documents, Consumer<String> check) {
        FuzzBudget budget = new FuzzBudget(name, SHARE);
        ValueGenerator values = new ValueGenerator(JsonNodeFactory.instance.objectNode(), budget.random(), List.of());
        int tried = 0;
        while (tried < 20 || budget.isLeft()) {
            String document = values.mutated(values.one(documents));
            long began = System.nanoTime();
            try {
                check.accept(document);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(name + " with -Dfuzz.seed=" + budget.seed() + ":\n" + document, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("%s with -Dfuzz.seed=%s:%n%s", name, budget.seed(), document)
                    .isLessThan(LONGEST);
            tried++;
        }
    }

    @Test
    void ruleTables() throws IOException {
        DmnValidator checker = new DmnValidator();
        damage(
                "DMN",
                files("dmn", ".dmn"),
                document -> assertThat(checker.check(document)).allSatisfy(finding -> {
                    assertThat(finding.message()).isNotBlank().doesNotContain("Exception");
                    assertThat(finding.code()).matches("[a-z]+(-[a-z]+)*");
                }));
    }

    @Test
    void workflows() throws IOException {
        damage("BPMN", files("bpmn/workflows", ".bpmn"), document -> {
            WorkflowParser.Parsed parsed = WorkflowParser.parse(document);
            assertThat(parsed.findings())
                    .allSatisfy(finding ->
                            assertThat(finding.message()).isNotBlank().doesNotContain("Exception"));
            assertThat(parsed.model() != null || !parsed.findings().isEmpty()).isTrue();
        });
    }
}
