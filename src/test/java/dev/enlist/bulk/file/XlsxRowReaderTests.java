package dev.enlist.bulk.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.problem.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class XlsxRowReaderTests {

    private static XlsxRowReader open(byte[] file, @Nullable String sheet) {
        try {
            return new XlsxRowReader(new ByteArrayInputStream(file), sheet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RawRow> read(byte[] file) {
        try (XlsxRowReader reader = open(file, null)) {
            List<RawRow> rows = new ArrayList<>();
            reader.forEachRemaining(rows::add);
            return rows;
        }
    }

    @Test
    void readsCellsAsASpreadsheetShowsThem() {
        byte[] file = WorkbookFile.of(sheet -> {
            List<String> header = List.of("email", "born", "seen", "at", "zip", "kWh", "share", "long", "own");
            for (int column = 0; column < header.size(); column++) {
                sheet.value(0, column, header.get(column));
            }
            sheet.value(2, 0, "nora@example.com");
            sheet.value(2, 1, LocalDate.of(1984, 2, 29));
            sheet.style(2, 1).format("yyyy-mm-dd").set();
            sheet.value(2, 2, LocalDateTime.of(2026, 11, 28, 14, 5));
            sheet.style(2, 2).format("d.m.yyyy h:mm").set();
            sheet.value(2, 3, 0.75);
            sheet.style(2, 3).format("h:mm").set();
            sheet.value(2, 4, 501);
            sheet.style(2, 4).format("00000").set();
            sheet.value(2, 5, 1234.5);
            sheet.style(2, 5).format("#,##0.00").set();
            sheet.value(2, 6, 2.7599999999999998);
            sheet.value(2, 7, 123456789012L);
            sheet.value(2, 8, true);
        });

        assertThat(read(file))
                .containsExactly(new RawRow(
                        1,
                        3,
                        List.of(
                                "nora@example.com",
                                "1984-02-29",
                                "2026-11-28T14:05",
                                "18:00",
                                "00501",
                                "1234.5",
                                "2.76",
                                "123456789012",
                                "TRUE")));
    }

    @Test
    void rowsHaveACellForEachColumn() {
        byte[] file = WorkbookFile.ofRows(
                new String[] {"email", "state", "zip"},
                new String[] {"nora@example.com"},
                new String[] {},
                new String[] {"otto@example.com", "NY", "10001", "", "beyond"});

        assertThat(read(file))
                .containsExactly(
                        new RawRow(1, 2, List.of("nora@example.com", "", "")),
                        new RawRow(2, 4, List.of("otto@example.com", "NY", "10001", "", "beyond")));
    }

    @Test
    void readsTheChosenSheet() {
        Map<String, Consumer<Worksheet>> sheets = new LinkedHashMap<>();
        sheets.put("Notes", sheet -> sheet.value(0, 0, "how to fill this in"));
        sheets.put("People", sheet -> {
            sheet.value(0, 0, "email");
            sheet.value(1, 0, "nora@example.com");
        });
        byte[] file = WorkbookFile.of(sheets);

        try (XlsxRowReader reader = open(file, "People")) {
            assertThat(reader.sheets()).containsExactly("Notes", "People");
            assertThat(reader.next().cells()).containsExactly("nora@example.com");
        }
        assertThatThrownBy(() -> open(file, "Payees")).hasMessageContaining("Notes, People");
    }

    @Test
    void aFormulaIsReadAsItsValue() {
        String row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>name</t></is></c></row>";
        assertThat(read(WorkbookFile.byHand(row
                                + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>B2&amp;C2</f><v>Nora Field</v></c></row>"
                                + "<row r=\"3\"><c r=\"A3\"><f>1+1</f><v>2</v></c></row>"
                                + "<row r=\"4\"><c r=\"A4\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>")
                        .bytes()))
                .extracting(each -> each.cells().get(0))
                .containsExactly("Nora Field", "2", "#DIV/0!");
        assertThatThrownBy(() -> read(WorkbookFile.byHand(row + "<row r=\"2\"><c r=\"A2\"><f>1+1</f></c></row>")
                        .bytes()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("A2 has a formula without its value");
    }

    static Stream<Arguments> hostile() {
        String header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>email</t></is></c></row>";
        String text = "x".repeat(2_000_000);
        String cells = "<c r=\"B2\"><v>1</v></c>".repeat(500_000);
        return Stream.of(
                Arguments.of("text", "email\nnora@example.com\n".getBytes(StandardCharsets.UTF_8), "not a workbook"),
                Arguments.of("nothing", new byte[0], "not a workbook"),
                Arguments.of("an archive of another kind", zip("word/document.xml", "<a/>"), "not a workbook"),
                Arguments.of(
                        "a cut file",
                        java.util.Arrays.copyOf(WorkbookFile.ofRows(new String[] {"email"}), 700),
                        "not a workbook"),
                Arguments.of(
                        "an old workbook or one with a password",
                        new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1, 2, 3, 4, 5},
                        "old format .xls, or has a password"),
                Arguments.of(
                        "a document type",
                        WorkbookFile.byHand(header)
                                .part(
                                        "xl/worksheets/sheet1.xml",
                                        " ".repeat(100_000) + "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>")
                                .bytes(),
                        "document type"),
                Arguments.of(
                        "a cell beyond the last column",
                        WorkbookFile.byHand(header + "<row r=\"2\"><c r=\"FXSHRXW2\"><v>1</v></c></row>")
                                .bytes(),
                        "FXSHRXW2"),
                Arguments.of(
                        "the same, hidden behind a quoted bracket",
                        WorkbookFile.byHand(header + "<row r=\"2\"><c s='>' r = 'ZZZZ2'><v>1</v></c></row>")
                                .bytes(),
                        "ZZZZ2"),
                Arguments.of(
                        "a long text",
                        WorkbookFile.byHand(header + "<row r=\"2\"><c t=\"inlineStr\"><is><t>" + text
                                        + "</t></is></c></row>")
                                .bytes(),
                        "more than 1,000,000 characters"),
                Arguments.of(
                        "a long attribute",
                        WorkbookFile.byHand(header + "<row r=\"2\" spans=\"" + text + "\"/>")
                                .bytes(),
                        "markup that no spreadsheet writes"),
                Arguments.of(
                        "a row of half a million cells",
                        WorkbookFile.byHand(header + "<row r=\"2\">" + cells + "</row>")
                                .bytes(),
                        "A row has more than 8 MB"),
                Arguments.of(
                        "huge shared texts in a part of another name",
                        WorkbookFile.byHand(header)
                                .part(
                                        "xl/other.bin",
                                        "<sst>" + ("<si><t>" + "x".repeat(1000) + "</t></si>").repeat(33_000))
                                .bytes(),
                        "texts of the workbook take more than 32 MB"),
                Arguments.of("a bomb", zip("xl/workbook.xml", 1_100_000_000L), "unpacks to more than 1000 MB"),
                Arguments.of(
                        "a huge number",
                        WorkbookFile.byHand(header + "<row r=\"2\"><c r=\"A2\"><v>1E999999999</v></c></row>")
                                .bytes(),
                        "number that no spreadsheet can hold"),
                Arguments.of(
                        "UTF-16",
                        zip(
                                "xl/workbook.xml",
                                new String(
                                        "<workbook/>".getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1)),
                        "not in UTF-8"),
                Arguments.of("an empty sheet", WorkbookFile.of(sheet -> {}), "is empty"),
                Arguments.of(
                        "no sheet",
                        WorkbookFile.byHand(header)
                                .part(
                                        "xl/workbook.xml",
                                        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheets/></workbook>")
                                .bytes(),
                        "no visible sheet"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refusesInWords(String name, byte[] file, String words) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(InvalidInput.class).hasMessageContaining(words);
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        List<Path> before = temporaryFiles();
        read(WorkbookFile.ofRows(new String[] {"email"}, new String[] {"nora@example.com"}));
        assertThatThrownBy(() -> read(WorkbookFile.of(sheet -> {})));

        assertThat(temporaryFiles()).isSubsetOf(before);
    }

    private static List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".xlsx")).toList();
        }
    }

    private static byte[] zip(String name, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name, long size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 20];
        java.util.Arrays.fill(block, (byte) 'x');
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(name));
            for (long written = 0; written < size; written += block.length) {
                zip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
