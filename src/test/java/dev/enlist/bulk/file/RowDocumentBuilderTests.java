package dev.enlist.bulk.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import jakarta.validation.Validation;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversion of cells to JSON, as spreadsheets and exports write them. */
class RowDocumentBuilderTests {

    private static final StrictJson JSON =
            new StrictJson(Validation.buildDefaultValidatorFactory().getValidator());

    private static JsonNode read(List<String> header, String... cells) {
        return RowDocumentBuilder.of(
                new RawRow(1, 2, List.of(cells)), ColumnMapping.guess(header), Set.of("metadata.known"), JSON);
    }

    private static String metadata(String cell) {
        return read(List.of("email", "metadata.x"), "a@b.org", cell)
                .at("/metadata/x")
                .toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "TRUE; true",
                "False; false",
                "true; true",
                "yes; \"yes\"",
                "\"TRUE\"; \"TRUE\"",
                "TRUE|x; [true,\"x\"]"
            })
    void convertsSpreadsheetBooleansOfBooleanMembers(String cell, String expected) {
        assertThat(read(List.of("email", "metadata.known"), "a@b.org", cell)
                        .at("/metadata/known")
                        .toString())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "640; 640",
                "640.5; 640.5",
                "-1; -1",
                "` 640 `; 640",
                "`\u00A0640`; 640",
                "1,234.50; 1234.50",
                "1,234,567; 1234567",
                "1,234; \"1,234\"",
                "640,5; \"640,5\"",
                "007; \"007\"",
                "=\"00501\"; \"00501\"",
                "=\"640\"; \"640\"",
                "\"640\"; \"640\"",
                "true; true",
                "TRUE; \"TRUE\"",
                "False; \"False\"",
                "yes; \"yes\"",
                "1E5; \"1E5\"",
                "a|true|7; [\"a\",true,7]",
                "{\"a\":1}; {\"a\":1}"
            })
    void detectsTheTypeOfMetadata(String cell, String json) {
        assertThat(metadata(cell)).isEqualTo(json);
    }

    @Test
    void ignoresBlanksAroundACell() {
        JsonNode row = read(List.of("email", "firstName", "serialNumber"), " a@b.org\u00A0", "\tNora ", "   ");

        assertThat(row.path("email").asText()).isEqualTo("a@b.org");
        assertThat(row.path("firstName").asText()).isEqualTo("Nora");
        assertThat(row.has("serialNumber")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serialNumber",
                "referenceId",
                "phone",
                "address.postalCode",
                "customerId",
                "tags",
                "metadata.meter"
            })
    void refusesNumbersThatASpreadsheetShortened(String column) {
        assertThatThrownBy(() -> read(List.of("email", column), "a@b.org", "1.23457E+11"))
                .isInstanceOfSatisfying(InvalidInput.class, e -> {
                    Fault fault = e.faults().get(0);
                    assertThat(fault.pointer()).isEqualTo("/" + column.replace('.', '/'));
                    assertThat(fault.message()).contains("1.23457E+11").contains("format the column as text");
                });
    }

    @Test
    void reportsANulAtItsColumn() {
        assertThatThrownBy(() -> read(List.of("email", "firstName"), "a@b.org", "No\0ra"))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.faults()).extracting(Fault::pointer).containsExactly("/firstName"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "'=1", "''+x", "'", "'quoted'", "'-", "-", "\t=1", "plain", ""})
    void readsEscapedFormulasBackUnchanged(String text) {
        String cell = CsvFormulaEscaper.cell(text);

        assertThat(CsvFormulaEscaper.isGuarded(cell) ? cell.substring(1) : cell).isEqualTo(text);
        assertThat(cell).doesNotMatch("(?s)[=+\\-@\\t\\r\\n].*");
    }

    @Test
    void keepsOnlyMembersOfThePersonFromAnExport() throws IOException {
        List<String> header = List.of(
                "id",
                "identificationType",
                "leadId",
                "customerId",
                "previousEnrollmentId",
                "firstName",
                "lastName",
                "email",
                "serialNumber",
                "tags",
                "meta",
                "eligibility.status",
                "createdAt",
                "updatedAt");
        JsonNode row = read(
                header,
                "c1",
                "enrollmentId",
                "l1",
                "c2",
                "c3",
                "Nora",
                "Field",
                "n@x.org",
                " 1.23457E+11",
                "[\"a|b\",\"c\"]",
                "{\"exit\":{\"kind\":\"voluntary\"},\"kwh\":640}",
                "eligible",
                "2026",
                "2026");

        assertThat(row).isEqualTo(new ObjectMapper().readTree("""
                        {"firstName": "Nora", "lastName": "Field", "email": "n@x.org", "serialNumber": " 1.23457E+11",
                         "tags": ["a|b", "c"], "metadata": {"kwh": 640}, "identificationType": "customerInfo"}"""));
        assertThat(read(header, "c1", "leadId", "l1", "", "", "", "", "n@x.org", "", "", "", "", "", "")
                        .toString())
                .isEqualTo("{\"leadId\":\"l1\",\"email\":\"n@x.org\",\"identificationType\":\"leadId\"}");
        assertThat(RowDocumentBuilder.of(
                                new RawRow(
                                        1,
                                        1,
                                        List.of("{\"id\":\"c1\",\"identificationType\":\"customerId\","
                                                + "\"customerId\":\"c2\",\"firstName\":\"N\",\"email\":\"n@x.org\","
                                                + "\"meta\":{\"exit\":1},\"allowedTransitions\":[],\"createdAt\":\"2026\","
                                                + "\"updatedAt\":\"2026\",\"version\":3}")),
                                null,
                                Set.of(),
                                JSON)
                        .toString())
                .isEqualTo("{\"firstName\":\"N\",\"email\":\"n@x.org\",\"meta\":{},"
                        + "\"identificationType\":\"customerInfo\"}");
    }
}
