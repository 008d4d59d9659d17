package dev.enlist.bulk.file;

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
 * Reads CSV as in RFC 4180, with lines that end in CR, LF or both. Detects the delimiter in the header. Accepts what
 * spreadsheets write in addition: a first line {@code sep=;}, blanks around quotes, empty rows, empty cells at the end.
 */
public final class CsvRowReader implements RowReader {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int DETECTION_CHARACTERS = 1 << 16;
    private static final int MAX_ROW_CHARACTERS = 1 << 20;

    /** The line before the header in which Excel states the delimiter. */
    private static final Pattern PREAMBLE = Pattern.compile("\"?sep=([^\\r\\n\"])\"?[ ,;\\t]*(\\r\\n|\\r|\\n)");

    private static final int MAX_PREAMBLE_CHARACTERS = 64;

    private final java.util.Iterator<CsvRecord> records;
    private final List<String> header;
    private final char delimiter;
    /** Number of lines before the header. */
    private final int before;

    private long line = 1;
    private int number;
    private @Nullable RawRow next;

    /** @param stated delimiter as stated by the sender; null to detect it */
    public CsvRowReader(Reader text, @Nullable Character stated) throws IOException {
        char[] start = new char[DETECTION_CHARACTERS];
        int length = 0;
        try {
            int got;
            while (length < DETECTION_CHARACTERS
                    && (got = text.read(start, length, DETECTION_CHARACTERS - length)) > 0) {
                length += got;
            }
        } catch (CharacterCodingException e) {
            throw undecodable(1);
        }
        Matcher preamble = PREAMBLE.matcher(CharBuffer.wrap(start, 0, Math.min(length, MAX_PREAMBLE_CHARACTERS)));
        boolean preambled = preamble.lookingAt();
        int from = preambled ? preamble.end() : 0;
        this.before = preambled ? 1 : 0;
        if (stated != null) {
            this.delimiter = stated;
        } else {
            this.delimiter = preambled ? preamble.group(1).charAt(0) : detectDelimiter(start, from, length);
        }
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .trimWhitespacesAroundQuotes(true)
                .maxBufferSize(MAX_ROW_CHARACTERS)
                .ofCsvRecord(new SequenceReader(new CharArrayReader(start, from, length - from), text));
        this.records = reader.iterator();
        CsvRecord first = nextRecord();
        if (first == null) {
            throw new InvalidInput("", "is empty: a line with the names of the columns is expected");
        }
        this.header = names(first.getFields());
        CsvHeaders.requireBounded(header);
    }

    /** Removes the columns without a name at the end. */
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

    /** The most frequent delimiter of the first line, outside quotes. */
    private static char detectDelimiter(char[] start, int from, int length) {
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
        while (next == null && read(records::hasNext)) {
            CsvRecord record = read(records::next);
            line = record.getStartingLineNumber() + before;
            if (record.getFields().stream().anyMatch(cell -> !cell.isBlank())) {
                next = new RawRow(++number, line, cells(record.getFields()));
            }
        }
        return next != null;
    }

    @Override
    public RawRow next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        RawRow row = next;
        next = null;
        return row;
    }

    /** Removes the empty cells at the end that belong to no column. */
    private List<String> cells(List<String> sent) {
        int size = sent.size();
        while (size > header.size() && sent.get(size - 1).isBlank()) {
            size--;
        }
        return List.copyOf(sent.subList(0, size));
    }

    private @Nullable CsvRecord nextRecord() {
        return read(() -> records.hasNext() ? records.next() : null);
    }

    private <T> T read(java.util.function.Supplier<T> step) {
        try {
            return step.get();
        } catch (CsvParseException e) {
            throw new InvalidInput(
                    "",
                    "is not well-formed CSV after line " + line
                            + ": double each quote inside a cell and put the cell in quotes; a row has at most "
                            + MAX_ROW_CHARACTERS + " characters");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw undecodable(line);
            }
            throw e;
        }
    }

    private static InvalidInput undecodable(long line) {
        return new InvalidInput(
                "", "is not encoded in the stated charset, after line " + line + "; leave charset out to detect it");
    }

    /** Reads the buffered start of the file and then the rest, like {@link SequenceInputStream} for characters. */
    private static final class SequenceReader extends Reader {

        private final Reader first;
        private final Reader rest;
        private boolean firstEnded;

        SequenceReader(Reader first, Reader rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            if (!firstEnded) {
                int got = first.read(target, offset, length);
                if (got > 0) {
                    return got;
                }
                firstEnded = true;
            }
            return rest.read(target, offset, length);
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }
}
