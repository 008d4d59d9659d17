package dev.enlist.intake.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.enlist.shared.CsvHeaders;
import dev.enlist.shared.problem.InvalidInput;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV by RFC 4180, with lines ended by CR, LF or both, and the delimiter that the header shows. Takes what spreadsheets
 * write beside that: a first line {@code sep=;}, blanks around quotes, rows and cells at the end that are empty.
 */
public final class CsvRowReader implements RowReader {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int LOOKED_AT = 1 << 16;
    private static final int LONGEST_ROW = 1 << 20;

    /** What Excel writes and reads in front of the header, so that it finds the delimiter. */
    private static final Pattern PREAMBLE = Pattern.compile("\"?sep=([^\\r\\n\"])\"?[ ,;\\t]*(\\r\\n|\\r|\\n)");

    private static final int LONGEST_PREAMBLE = 64;

    private final java.util.Iterator<CsvRecord> records;
    private final List<String> header;
    private final char delimiter;
    /** Lines in front of the header. */
    private final int before;

    private long line = 1;
    private int number;
    private @Nullable RawRow ahead;

    /** @param said what separates the cells; null to find out */
    public CsvRowReader(Reader text, @Nullable Character said) throws IOException {
        char[] start = new char[LOOKED_AT];
        int length = 0;
        try {
            int got;
            while (length < LOOKED_AT && (got = text.read(start, length, LOOKED_AT - length)) > 0) {
                length += got;
            }
        } catch (CharacterCodingException e) {
            throw misread(1);
        }
        Matcher preamble = PREAMBLE.matcher(CharBuffer.wrap(start, 0, Math.min(length, LONGEST_PREAMBLE)));
        boolean preambled = preamble.lookingAt();
        int from = preambled ? preamble.end() : 0;
        this.before = preambled ? 1 : 0;
        if (said != null) {
            this.delimiter = said;
        } else {
            this.delimiter = preambled ? preamble.group(1).charAt(0) : guessed(start, from, length);
        }
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .trimWhitespacesAroundQuotes(true)
                .maxBufferSize(LONGEST_ROW)
                .ofCsvRecord(new Joined(new CharArrayReader(start, from, length - from), text));
        this.records = reader.iterator();
        CsvRecord first = next0();
        if (first == null) {
            throw new InvalidInput("", "is empty: a line with the names of the columns is expected");
        }
        this.header = names(first.getFields());
        CsvHeaders.requireBounded(header);
    }

    /** Without the columns at the end that have no name. */
    private static List<String> names(List<String> cells) {
        List<String> names =
                cells.stream().map(RowDocumentBuilder::stripped).collect(Collectors.toCollection(ArrayList::new));
        while (names.size() > 1 && names.get(names.size() - 1).isEmpty()) {
            names.remove(names.size() - 1);
        }
        if (names.stream().anyMatch(name -> name.indexOf('\0') >= 0)) {
            throw new InvalidInput("/header", "has a NUL character (U+0000): is this a text file?");
        }
        return List.copyOf(names);
    }

    /** The one that the first line has most of, outside quotes. */
    private static char guessed(char[] start, int from, int length) {
        int[] counts = new int[DELIMITERS.length];
        boolean quoted = false;
        for (int i = from; i < length; i++) {
            char c = start[i];
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                if (i > from) {
                    break;
                }
            } else if (!quoted) {
                for (int d = 0; d < DELIMITERS.length; d++) {
                    counts[d] += c == DELIMITERS[d] ? 1 : 0;
                }
            }
        }
        int most = 0;
        for (int d = 1; d < DELIMITERS.length; d++) {
            most = counts[d] > counts[most] ? d : most;
        }
        return DELIMITERS[most];
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public Character delimiter() {
        return delimiter;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && read(records::hasNext)) {
            CsvRecord record = read(records::next);
            line = record.getStartingLineNumber() + before;
            if (record.getFields().stream().anyMatch(cell -> !cell.isBlank())) {
                ahead = new RawRow(++number, line, cells(record.getFields()));
            }
        }
        return ahead != null;
    }

    @Override
    public RawRow next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException();
        }
        RawRow row = ahead;
        ahead = null;
        return row;
    }

    /** Without the cells at the end that stand under no column and are empty. */
    private List<String> cells(List<String> sent) {
        int size = sent.size();
        while (size > header.size() && sent.get(size - 1).isBlank()) {
            size--;
        }
        return List.copyOf(sent.subList(0, size));
    }

    private @Nullable CsvRecord next0() {
        return read(() -> records.hasNext() ? records.next() : null);
    }

    private <T> T read(java.util.function.Supplier<T> step) {
        try {
            return step.get();
        } catch (CsvParseException e) {
            throw new InvalidInput(
                    "",
                    "is not well-formed CSV after line " + line
                            + ": a quote inside a cell is doubled and the cell in quotes, and a row has at most "
                            + LONGEST_ROW + " characters");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw misread(line);
            }
            throw e;
        }
    }

    private static InvalidInput misread(long line) {
        return new InvalidInput(
                "",
                "is not written in the encoding that was said, after line " + line
                        + ": leave charset out, and it is detected");
    }

    /** What was looked at, then the rest. As {@link SequenceInputStream}, for characters. */
    private static final class Joined extends Reader {

        private final Reader first;
        private final Reader rest;
        private boolean through;

        Joined(Reader first, Reader rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            if (!through) {
                int got = first.read(target, offset, length);
                if (got > 0) {
                    return got;
                }
                through = true;
            }
            return rest.read(target, offset, length);
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }
}
