package dev.enlist.bulk.file;

import dev.enlist.shared.problem.InvalidInput;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row per line, each a JSON object. Does not parse the JSON, so that a malformed line is one refused row. Cuts
 * lines after {@value #MAX_LINE_CHARACTERS} + 1 characters, so that their length can be refused.
 */
public final class NdjsonRowReader implements RowReader {

    /** Maximum number of characters of a line. */
    public static final int MAX_LINE_CHARACTERS = 1 << 18;

    private final Reader text;
    private final char[] buffer = new char[1 << 14];
    private int at;
    private int end;
    private long line;
    private int number;
    private @Nullable RawRow next;
    private boolean ended;

    public NdjsonRowReader(Reader text) {
        this.text = text;
    }

    @Override
    public @Nullable List<String> header() {
        return null;
    }

    @Override
    public @Nullable Character delimiter() {
        return null;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            String read = line();
            if (read != null && !read.isBlank()) {
                next = new RawRow(++number, line, List.of(read));
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

    private @Nullable String line() {
        StringBuilder read = new StringBuilder();
        line++;
        while (true) {
            if (at == end && !fill()) {
                ended = true;
                return read.isEmpty() ? null : read.toString();
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            int remaining = MAX_LINE_CHARACTERS + 1 - read.length();
            read.append(buffer, from, Math.min(remaining, at - from));
            if (at < end) {
                at++;
                return read.toString();
            }
        }
    }

    private boolean fill() {
        try {
            end = text.read(buffer, 0, buffer.length);
        } catch (CharacterCodingException e) {
            throw new InvalidInput(
                    "",
                    "is not encoded in the stated charset, after line " + line + "; leave charset out to detect it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        at = 0;
        if (end < 0) {
            end = 0;
            return false;
        }
        return true;
    }
}
