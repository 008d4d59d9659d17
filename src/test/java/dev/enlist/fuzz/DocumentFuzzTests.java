package dev.enlist.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.bulk.file.ColumnVocabulary;
import dev.enlist.bulk.file.CsvRowReader;
import dev.enlist.bulk.file.EncodingDetector;
import dev.enlist.bulk.file.NdjsonRowReader;
import dev.enlist.bulk.file.RowDocumentBuilder;
import dev.enlist.bulk.file.RowReader;
import dev.enlist.bulk.file.WorkbookFile;
import dev.enlist.bulk.file.XlsxRowReader;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.workbook.RuleWorkbookReader;
import dev.enlist.eligibility.workbook.RuleWorkbookWriter;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.Problem;
import dev.enlist.workflow.model.WorkflowParser;
import jakarta.validation.Validation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damaged documents of the kinds that people upload: each gives findings or is refused as a problem, none gives another exception, and none
 * takes long.
 */
class DocumentFuzzTests {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int TRIES = 500;
    private static final double SHARE = 0.1;

    private static final StrictJson JSON =
            new StrictJson(Validation.buildDefaultValidatorFactory().getValidator());

    private static final String CSV = """
            firstName,lastName,email,address.state,address.postalCode,tags,metadata.monthlyKwh,metadata.home.owned
            Suzie,Homeowner,suzie@example.com,NY,10001,a|b,400,TRUE
            Bob,"Home, owner",bob@example.com,CA,94105,,"1,5",

            Zoë,"said ""yes""\",zoe@example.com,NY,10002,c,=1+1,"{""a"":[1]}"
            """;

    private static final String NDJSON = """
            {"firstName": "Suzie", "email": "suzie@example.com", "address": {"state": "NY"}, "tags": ["a", "b"]}
            {"firstName": "Bob", "metadata": {"monthlyKwh": 1.5e3, "home": {"owned": true}}}
            """;

    /** Reads or checks a damaged document. */
    @FunctionalInterface
    private interface Check {

        void accept(byte[] document) throws IOException;
    }

    private static List<byte[]> files(String directory, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            List<byte[]> read = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(extension))
                    .sorted()
                    .toList()) {
                read.add(Files.readAllBytes(file));
            }
            assertThat(read).isNotEmpty();
            return read;
        }
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .flatMap(text -> Stream.of(
                        text.getBytes(StandardCharsets.UTF_8),
                        text.getBytes(StandardCharsets.ISO_8859_1),
                        text.getBytes(StandardCharsets.UTF_16)))
                .toList();
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    /** Damages characters of texts, and bytes or parts of other files. */
    private static void damage(String name, boolean areTexts, List<byte[]> documents, Check check) {
        FuzzBudget budget = new FuzzBudget(name, TRIES, SHARE);
        ValueGenerator values = new ValueGenerator(JsonNodeFactory.instance.objectNode(), budget.random(), List.of());
        while (budget.next()) {
            byte[] document = values.one(documents);
            byte[] damaged = areTexts
                    ? values.mutated(text(document)).getBytes(StandardCharsets.UTF_8)
                    : values.mutated(document);
            long began = System.nanoTime();
            try {
                check.accept(damaged);
            } catch (Problem refused) {
                assertThat(refused.code()).matches("[a-z]+(-[a-z]+)*");
                assertThat(refused.getMessage()).isNotBlank().doesNotContain("Exception", "java.", "org.");
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError(name + " with -Dfuzz.seed=" + budget.seed() + ":\n" + text(damaged), e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("%s with -Dfuzz.seed=%s:%n%s", name, budget.seed(), text(damaged))
                    .isLessThan(LONGEST);
        }
    }

    @Test
    void ruleTables() throws IOException {
        DmnValidator checker = new DmnValidator();
        damage(
                "DMN",
                true,
                files("dmn", ".dmn"),
                document -> assertThat(checker.check(text(document))).allSatisfy(finding -> {
                    assertThat(finding.message()).isNotBlank().doesNotContain("Exception");
                    assertThat(finding.code()).matches("[a-z]+(-[a-z]+)*");
                }));
    }

    @Test
    void workbooksOfRuleTables() throws IOException {
        List<byte[]> workbooks = files("dmn", ".dmn").stream()
                .map(table -> RuleWorkbookWriter.write(text(table)))
                .toList();
        damage(
                "workbooks of rule tables",
                false,
                workbooks,
                document -> assertThat(RuleWorkbookReader.read(document)).contains("<definitions"));
    }

    @Test
    void workflows() throws IOException {
        damage("BPMN", true, files("bpmn/workflows", ".bpmn"), document -> {
            WorkflowParser.Parsed parsed = WorkflowParser.parse(text(document));
            assertThat(parsed.findings())
                    .allSatisfy(finding ->
                            assertThat(finding.message()).isNotBlank().doesNotContain("Exception"));
            assertThat(parsed.model() != null || !parsed.findings().isEmpty()).isTrue();
        });
    }

    @Test
    void tablesOfPeople() {
        damage(
                "CSV",
                false,
                texts(
                        CSV,
                        CSV.replace(',', ';'),
                        "sep=;\r\n" + CSV.replace(',', ';').replace("\n", "\r\n")),
                document -> read(new CsvRowReader(decoded(document), null)));
    }

    @Test
    void linesOfJson() {
        damage("NDJSON", false, texts(NDJSON), document -> read(new NdjsonRowReader(decoded(document))));
    }

    @Test
    void workbooksOfPeople() {
        byte[] workbook =
                WorkbookFile.ofRows(CSV.lines().map(line -> line.split(",")).toArray(String[][]::new));
        damage("xlsx", false, List.of(workbook), document -> {
            try (XlsxRowReader reader = new XlsxRowReader(new ByteArrayInputStream(document), null)) {
                read(reader);
            }
        });
    }

    private static java.io.Reader decoded(byte[] document) throws IOException {
        return EncodingDetector.decode(new ByteArrayInputStream(document), null).reader();
    }

    /** As an import does: a row that cannot be converted is refused alone. */
    private static void read(RowReader rows) {
        ColumnMapping columns = rows.header() == null
                ? null
                : ColumnMapping.given(rows.header(), Map.of(), ColumnVocabulary.ENROLLMENTS);
        rows.forEachRemaining(row -> {
            try {
                RowDocumentBuilder.of(row, columns, Set.of("metadata.home.owned"), JSON);
            } catch (InvalidInput refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }
}
