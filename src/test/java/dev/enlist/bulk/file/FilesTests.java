package dev.enlist.bulk.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.problem.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading of CSV and NDJSON files: encodings, delimiters, headers, rows and column mappings. */
class FilesTests {

    private static final Charset LATIN = Charset.forName("windows-1252");

    static Stream<Arguments> corners() {
        return Stream.of(
                Arguments.of("CR and LF", "a,b\r\n1,2\r\n", List.of(List.of("1", "2"))),
                Arguments.of("LF alone", "a,b\n1,2\n", List.of(List.of("1", "2"))),
                Arguments.of("CR alone", "a,b\r1,2\r3,4", List.of(List.of("1", "2"), List.of("3", "4"))),
                Arguments.of("no line end at the end", "a,b\r\n1,2", List.of(List.of("1", "2"))),
                Arguments.of("quoted cells", "\"a\",\"b\"\n\"1\",\"2\"\n", List.of(List.of("1", "2"))),
                Arguments.of("a comma in quotes", "a,b\n\"1,1\",2\n", List.of(List.of("1,1", "2"))),
                Arguments.of("a doubled quote", "a,b\n\"say \"\"hi\"\"\",2\n", List.of(List.of("say \"hi\"", "2"))),
                Arguments.of("a line end in quotes", "a,b\n\"1\r\n2\",3\n", List.of(List.of("1\r\n2", "3"))),
                Arguments.of("a row of empty cells in quotes is none", "a,b\n\"\",\"\"\n", List.of()),
                Arguments.of("empty cells", "a,b,c\n,\"\",1\n", List.of(List.of("", "", "1"))),
                Arguments.of("blanks are part of a cell", "a,b\n 1 , 2\n", List.of(List.of(" 1 ", " 2"))),
                Arguments.of("empty lines are none", "a,b\n\n1,2\n\n", List.of(List.of("1", "2"))),
                Arguments.of("too few cells", "a,b\n1\n", List.of(List.of("1"))),
                Arguments.of("too many cells", "a,b\n1,2,3\n", List.of(List.of("1", "2", "3"))),
                Arguments.of("semicolons", "a;b\n1,5;2\n", List.of(List.of("1,5", "2"))),
                Arguments.of("tabs", "a\tb\n1\t2\n", List.of(List.of("1", "2"))),
                Arguments.of("bars", "a|b\n1|2\n", List.of(List.of("1", "2"))),
                Arguments.of(
                        "a header in quotes with others' delimiters", "\"a;x;y\",b\n1,2\n", List.of(List.of("1", "2"))),
                Arguments.of("one column", "email\na@b.c\n", List.of(List.of("a@b.c"))),
                Arguments.of("a line for Excel", "sep=;\r\na;b\r\n1,5;2\r\n", List.of(List.of("1,5", "2"))),
                Arguments.of("a line for Excel in quotes", "\"sep=|\"\na|b\n1|2\n", List.of(List.of("1", "2"))),
                Arguments.of("a line for Excel, with a tab", "sep=\t\na\tb\n1\t2\n", List.of(List.of("1", "2"))),
                Arguments.of("a quote after a blank", "a, b\n1, \"2,2\" \n", List.of(List.of("1", "2,2"))),
                Arguments.of("rows of delimiters are none", "a,b\n1,2\n,\n , \n,,,\n", List.of(List.of("1", "2"))),
                Arguments.of(
                        "empty cells under no column",
                        "a,b,,\n1,2,,\n3,4,,,,\n",
                        List.of(List.of("1", "2"), List.of("3", "4"))),
                Arguments.of("cells under no column", "a,b,,\n1,2,3,\n", List.of(List.of("1", "2", "3"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corners")
    void readsCsv(String name, String file, List<List<String>> rows) throws IOException {
        assertThat(read(new CsvRowReader(new StringReader(file), null)).stream()
                        .map(RawRow::cells)
                        .toList())
                .isEqualTo(rows);
    }

    @Test
    void reportsTheLineOfTheFile() throws IOException {
        List<RawRow> rows = read(new CsvRowReader(new StringReader("a,b\n\"x\ny\",1\n\nz,2\n"), null));

        assertThat(rows).extracting(RawRow::line).containsExactly(2L, 5L);
        assertThat(rows).extracting(RawRow::number).containsExactly(1, 2);
        assertThat(read(new CsvRowReader(new StringReader("sep=,\na,b\n,\n1,2\n"), null)))
                .containsExactly(new RawRow(1, 4, List.of("1", "2")));
    }

    @Test
    void refusesAnUnclosedQuote() throws IOException {
        String endless = "a,b\n1,2\n\"" + "x\n".repeat(1_000_000);
        CsvRowReader rows = new CsvRowReader(new StringReader(endless), null);

        assertThatThrownBy(() -> read(rows)).isInstanceOf(InvalidInput.class).hasMessageContaining("after line 2");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> new CsvRowReader(new StringReader(""), null)).isInstanceOf(InvalidInput.class);
    }

    static Stream<Arguments> encodings() {
        String text = "firstName,email\nZoë Müller,z@x.org\n";
        return Stream.of(
                Arguments.of("UTF-8", text.getBytes(StandardCharsets.UTF_8), null),
                Arguments.of("UTF-8 with mark", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8), null),
                Arguments.of("UTF-8 with mark, said", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8), "UTF-8"),
                Arguments.of("UTF-16 with mark", text.getBytes(StandardCharsets.UTF_16), null),
                Arguments.of("UTF-16LE with mark", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), null),
                Arguments.of("UTF-16LE without", text.getBytes(StandardCharsets.UTF_16LE), null),
                Arguments.of("UTF-16BE without", text.getBytes(StandardCharsets.UTF_16BE), null),
                Arguments.of("UTF-16, said", text.getBytes(StandardCharsets.UTF_16), "UTF-16"),
                Arguments.of("Latin-1", text.getBytes(StandardCharsets.ISO_8859_1), null),
                Arguments.of("Latin-1, said", text.getBytes(StandardCharsets.ISO_8859_1), "ISO-8859-1"),
                Arguments.of("Windows-1252", text.getBytes(LATIN), null),
                Arguments.of("UTF-8, said to be Latin-1", text.getBytes(StandardCharsets.UTF_8), "ISO-8859-1"),
                Arguments.of("UTF-8, said to be ASCII", text.getBytes(StandardCharsets.UTF_8), "US-ASCII"),
                Arguments.of("UTF-8, said to be of a DOS", text.getBytes(StandardCharsets.UTF_8), "IBM437"),
                Arguments.of("Latin-1, said to be ASCII", text.getBytes(StandardCharsets.ISO_8859_1), "US-ASCII"),
                Arguments.of("DOS, said", text.getBytes(Charset.forName("IBM437")), "IBM437"),
                Arguments.of(
                        "UTF-8 with mark, said to be Latin-1",
                        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                        "ISO-8859-1"),
                Arguments.of("UTF-16 with mark, said to be UTF-8", text.getBytes(StandardCharsets.UTF_16), "UTF-8"),
                Arguments.of(
                        "UTF-8 with mark, said to be UTF-16",
                        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                        "UTF-16"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void detectsTheEncoding(String name, byte[] file, @Nullable String said) throws IOException {
        CsvRowReader rows = csv(file, said);

        assertThat(rows.header()).containsExactly("firstName", "email");
        assertThat(read(rows).get(0).cells()).containsExactly("Zoë Müller", "z@x.org");
    }

    /** The file is ASCII up to the first umlaut, near its end. */
    @Test
    void readsLatin1AfterALongAsciiStart() throws IOException {
        String text = "firstName,email\n" + "plain,a@b.org\n".repeat(20_000) + "Jürgen,j@x.org\n";

        List<RawRow> rows = read(csv(text.getBytes(LATIN), null));

        assertThat(rows).hasSize(20_001);
        assertThat(rows.get(20_000).cells()).containsExactly("Jürgen", "j@x.org");
    }

    /** A multi-byte character at each position of the buffer. */
    @Test
    void readsMultiByteCharactersAcrossBuffers() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            String cell = "x".repeat(shift) + "😀é".repeat(20_000);

            assertThat(read(csv(("a,b\n" + cell + ",1\n").getBytes(StandardCharsets.UTF_8), null))
                            .get(0)
                            .cells()
                            .get(0))
                    .isEqualTo(cell);
        }
    }

    @Test
    void refusesAFileThatIsNotInTheStatedEncoding() throws IOException {
        byte[] latin = ("a,b\n" + "x,y\n".repeat(50_000) + "é,1\n").getBytes(StandardCharsets.ISO_8859_1);
        CsvRowReader rows = csv(latin, "UTF-8");

        assertThatThrownBy(() -> read(rows))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("not encoded in the stated charset");
    }

    @Test
    void refusesStatedUtf16ForAnotherEncoding() {
        byte[] ascii = "firstName,email\nNora,n@x.org\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> csv(ascii, "UTF-16LE"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("leave charset out");
    }

    @Test
    void readsNdjsonLinesWithoutParsingThem() {
        NdjsonRowReader rows = new NdjsonRowReader(new StringReader("{\"a\":1}\r\n\n  \nnonsense\n{\"b\":2}"));

        List<RawRow> read = read(rows);

        assertThat(read)
                .extracting(row -> row.cells().get(0).trim())
                .containsExactly("{\"a\":1}", "nonsense", "{\"b\":2}");
        assertThat(read).extracting(RawRow::line).containsExactly(1L, 4L, 5L);
    }

    @Test
    void cutsAnNdjsonLineAtTheMaximum() {
        NdjsonRowReader rows = new NdjsonRowReader(new StringReader("x".repeat(3_000_000) + "\n{}\n"));

        List<RawRow> read = read(rows);

        assertThat(read).hasSize(2);
        assertThat(read.get(0).cells().get(0)).hasSize(NdjsonRowReader.MAX_LINE_CHARACTERS + 1);
    }

    @Test
    void mapsColumnsByTheirNames() {
        ColumnMapping columns = ColumnMapping.guess(List.of(
                "First Name",
                "LAST_NAME",
                "E-Mail",
                "Zip",
                "address.state",
                "metadata.monthlyKwh",
                "meta.ev",
                "Colour"));

        assertThat(columns.members())
                .containsExactly(
                        "firstName",
                        "lastName",
                        "email",
                        "address.postalCode",
                        "address.state",
                        "metadata.monthlyKwh",
                        "metadata.ev",
                        "");
        assertThat(columns.toMap()).containsEntry("Colour", null).containsEntry("Zip", "address.postalCode");
    }

    @Test
    void ignoresTheSecondColumnForTheSameMember() {
        assertThat(ColumnMapping.guess(List.of("email", "E-Mail")).members()).containsExactly("email", "");
    }

    /** Otherwise the values of one column would be lost. */
    @Test
    void refusesTwoMappedColumnsWithTheSameName() {
        assertThatThrownBy(() -> ColumnMapping.guess(List.of("email", "State", "notes", "notes", "State", "email")))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.faults())
                                .extracting(dev.enlist.shared.problem.Fault::message)
                                .containsExactly(
                                        "has two columns named State (columns 2 and 5): rename or remove one",
                                        "has two columns named email (columns 1 and 6): rename or remove one"));
        assertThatThrownBy(() -> ColumnMapping.given(List.of("m", "m"), Map.of("m", "email")))
                .isInstanceOf(InvalidInput.class);
        assertThat(ColumnMapping.guess(List.of("email", "notes", "notes")).members())
                .containsExactly("email", "", "");
    }

    @Test
    void mapsColumnsOutsideTheMappingByTheirNames() {
        Map<String, @Nullable String> said = new HashMap<>();
        said.put("Mail of buyer", "email");
        said.put("Town", null);
        said.put("kind", "lastName");

        assertThat(ColumnMapping.given(List.of("First Name", "surname", "kind", "Zip", "Town", "Mail of buyer"), said)
                        .members())
                .containsExactly("firstName", "", "lastName", "address.postalCode", "", "email");
    }

    @Test
    void limitsTheNestingOfMetadata() {
        assertThatThrownBy(() -> ColumnMapping.guess(List.of("email", "metadata" + ".a".repeat(3_000))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nested members");
        assertThatThrownBy(() -> ColumnMapping.given(List.of("email", "x"), Map.of("x", "metadata" + ".a".repeat(33))))
                .isInstanceOf(InvalidInput.class);
        assertThat(ColumnMapping.guess(List.of("email", "metadata" + ".a".repeat(32)))
                        .members())
                .doesNotContain("");
    }

    @Test
    void refusesANulInTheHeader() {
        assertThatThrownBy(() -> new CsvRowReader(new StringReader("em\0ail,b\n1,2\n"), null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void appliesTheMappingOfTheSender() {
        Map<String, @Nullable String> said = new HashMap<>();
        said.put("Mail of buyer", "email");
        said.put("email", null);

        assertThat(ColumnMapping.given(List.of("email", "Mail of buyer", "other"), said)
                        .members())
                .containsExactly("", "email", "");
    }

    @Test
    void reportsEveryFaultOfAMapping() {
        Map<String, @Nullable String> said =
                new HashMap<>(Map.of("nowhere", "email", "a", "colour", "b", "email", "c", "email"));

        assertThatThrownBy(() -> ColumnMapping.given(List.of("a", "b", "c"), said))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.faults()).hasSize(3));
    }

    @Test
    void refusesAFileWithoutAnIdentifyingColumn() {
        assertThatThrownBy(() -> ColumnMapping.guess(List.of("firstName", "colour")))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void findsTheColumnOfAFault() {
        ColumnMapping columns = ColumnMapping.guess(List.of("email", "State", "tags", "metadata.a"));

        assertThat(columns.column("/address/state")).isEqualTo("State");
        assertThat(columns.column("/tags/3")).isEqualTo("tags");
        assertThat(columns.column("/metadata")).isEmpty();
        assertThat(columns.column("/metadata/a/b")).isEqualTo("metadata.a");
        assertThat(columns.column("/firstName")).isEmpty();
    }

    private static CsvRowReader csv(byte[] file, @Nullable String said) throws IOException {
        return new CsvRowReader(
                EncodingDetector.decode(new ByteArrayInputStream(file), said == null ? null : Charset.forName(said))
                        .reader(),
                null);
    }

    private static List<RawRow> read(RowReader rows) {
        List<RawRow> read = new ArrayList<>();
        rows.forEachRemaining(read::add);
        return read;
    }
}
