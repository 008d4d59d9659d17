package dev.enlist.eligibility.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.TableDiff;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.shared.problem.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables go into a workbook and come back unchanged; hostile and damaged files are refused with the place named. */
class RuleWorkbookTests {

    private static final String TWO_TABLES = "src/test/resources/rules/income-and-home.dmn";

    @ParameterizedTest
    @ValueSource(strings = {"dmn/eligibility-default.dmn", "dmn/ny-drive-clean.dmn", "dmn/ca-dsgs.dmn", TWO_TABLES})
    void comesBackUnchanged(String path) throws IOException {
        String dmn = Files.readString(Path.of(path));
        String back = RuleWorkbookReader.read(RuleWorkbookWriter.write(dmn));
        assertThat(new DmnValidator().check(back)).isEmpty();
        TableDiff diff = TableDiff.between(dmn, back);
        assertThat(diff.changed()).isEmpty();
        assertThat(diff.identical()).isTrue();
    }

    @Test
    void requirementsFollowFromWhatIsRead() throws IOException {
        String back = RuleWorkbookReader.read(RuleWorkbookWriter.write(Files.readString(Path.of(TWO_TABLES))));
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), null));
        inputs.put("state", "NY");
        inputs.put("metadata", Map.of("householdIncome", 90000, "yearBuilt", 1950, "heating", "oil"));
        assertThat(new RulesEngine().evaluate(back, inputs).verdict().code()).isEqualTo("home-score");
    }

    /** A text that a spreadsheet would evaluate is written as text, in cells of the format text. */
    @Test
    void writesNoFormula() throws IOException {
        String dmn = Files.readString(Path.of(TWO_TABLES)).replace("\"The income is low.\"", "=HYPERLINK(\"x\")");
        byte[] file = RuleWorkbookWriter.write(dmn);
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                assertThat(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                        .doesNotContain("<f>", "<f ");
            }
        }
    }

    private static byte[] workbook(Consumer<Worksheet> change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Rebate");
            for (int row = 0; row < SheetLayout.HEADINGS.length; row++) {
                sheet.value(row, 0, SheetLayout.HEADINGS[row]);
            }
            sheet.value(SheetLayout.POLICY, 1, "FIRST");
            String[][] columns = {
                {"When", "State", "state"}, {"Then", "", "status"}, {"Then", "", "reason"}, {"Then", "", "code"}
            };
            for (int column = 0; column < columns.length; column++) {
                sheet.value(SheetLayout.KIND, column + 1, columns[column][0]);
                sheet.value(SheetLayout.LABEL, column + 1, columns[column][1]);
                sheet.value(SheetLayout.EXPRESSION, column + 1, columns[column][2]);
            }
            String[] rule = {"1", "\"NY\"", "\"eligible\"", "\"Lives there\"", "\"at-home\""};
            for (int column = 0; column < rule.length; column++) {
                sheet.value(SheetLayout.FIRST_RULE, column, rule[column]);
            }
            change.accept(sheet);
        }
        return bytes.toByteArray();
    }

    private static List<String> faults(byte[] file) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> RuleWorkbookReader.read(file));
        assertThat(refused).as("refused").isNotNull();
        return refused.faults().stream().map(fault -> fault.message()).toList();
    }

    @Test
    void readsNumbersAndBooleansThatASpreadsheetMadeOfTexts() throws IOException {
        String dmn = RuleWorkbookReader.read(workbook(sheet -> {
            sheet.value(SheetLayout.FIRST_RULE, 1, 12.50);
            sheet.value(SheetLayout.FIRST_RULE + 1, 1, true);
            sheet.value(SheetLayout.FIRST_RULE + 1, 2, "\"manual\"");
        }));
        assertThat(dmn).contains("<text>12.5</text>", "<text>true</text>");
    }

    @Test
    void everyFaultNamesSheetAndCell() throws IOException {
        assertThat(faults(workbook(sheet -> {
                    sheet.formula(SheetLayout.FIRST_RULE, 3, "1+1");
                    sheet.value(SheetLayout.KIND, 4, "Perhaps");
                    sheet.value(SheetLayout.FIRST_RULE, 6, "stray");
                    sheet.value(SheetLayout.POLICY, 1, "LAST");
                })))
                .containsExactlyInAnyOrder(
                        "sheet \"Rebate\", cell D7 contains a formula; write its value as text",
                        "sheet \"Rebate\", cell E2 must be When, Then or Note",
                        "sheet \"Rebate\", cell E7 is in a column without a kind; write When, Then or Note into E2, or empty the cell",
                        "sheet \"Rebate\", cell G7 is in a column without a kind; write When, Then or Note into G2, or empty the cell",
                        "sheet \"Rebate\", cell B1 must be UNIQUE, FIRST, ANY or COLLECT, with SUM, MIN, MAX or COUNT after COLLECT");
    }

    @Test
    void whatIsNoWorkbookIsRefused() throws IOException {
        for (byte[] file : List.of(new byte[0], "name,state".getBytes(StandardCharsets.UTF_8), zip("readme.txt", 10))) {
            assertThat(faults(file)).singleElement().asString().contains(".xlsx");
        }
        byte[] damaged = workbook(sheet -> {});
        java.util.Arrays.fill(damaged, damaged.length / 3, damaged.length / 3 + 400, (byte) 7);
        assertThat(faults(damaged)).isNotEmpty();
    }

    /** 100 kB that unpack to 100 MB. */
    @Test
    void aZipBombIsRefusedBeforeItIsUnpacked() throws IOException {
        byte[] bomb = zip("xl/workbook.xml", 100_000_000);
        assertThat(bomb.length).isLessThan(200_000);
        assertThat(faults(bomb))
                .containsExactly("The file unpacks to more than 60 MB; send a workbook of decision tables only.");
    }

    @Test
    void documentTypesAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            zip.write("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><workbook/>"
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(faults(bytes.toByteArray())).singleElement().asString().contains("document type");
    }

    private static byte[] zip(String name, int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            byte[] block = new byte[10_000];
            for (int written = 0; written < size; written += block.length) {
                zip.write(block);
            }
        }
        return bytes.toByteArray();
    }
}
