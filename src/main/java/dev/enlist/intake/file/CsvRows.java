package dev.enlist.intake.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.enlist.shared.problem.InvalidInput;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV by RFC 4180, with lines ended by CR, LF or both, and the delimiter that the header shows. */
public final class CsvRows implements Rows {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int LOOKED_AT = 1 << 16;
    private static final int LONGEST_ROW = 1 << 20;

    private final java.util.Iterator<CsvRecord> records;
    private final List<String> header;
    private final char delimiter;
    private long line = 1;
    private int number;

    /** @param said what separates the cells; null to find out */
    public CsvRows(Reader text, @Nullable Character said) throws IOException {
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
        this.delimiter = said == null ? guessed(start, length) : said;
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .skipEmptyLines(true)
                .maxBufferSize(LONGEST_ROW)
                .ofCsvRecord(new Joined(new CharArrayReader(start, 0, length), text));
        this.records = reader.iterator();
        CsvRecord first = next0();
        if (first == null) {
            throw new InvalidInput("", "is empty: a line with the names of the columns is expected");
        }
        this.header = List.copyOf(first.getFields());
    }

    /** The one that the first line has most of, outside quotes. */
    private static char guessed(char[] start, int length) {
        int[] counts = new int[DELIMITERS.length];
        boolean quoted = false;
        for (int i = 0; i < length; i++) {
            char c = start[i];
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                if (i > 0) {
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
        return read(records::hasNext);
    }

    @Override
    public SentRow next() {
        CsvRecord record = read(records::next);
        line = record.getStartingLineNumber();
        return new SentRow(++number, line, List.copyOf(record.getFields()));
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
        return new InvalidInput("", "is not written in the encoding that was said, after line " + line);
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
