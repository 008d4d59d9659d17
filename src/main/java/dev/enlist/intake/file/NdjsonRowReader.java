package dev.enlist.intake.file;

import dev.enlist.shared.problem.InvalidInput;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. Nothing is parsed here: a bad line is one bad row. Of a line that is too long the rest is left out. */
public final class NdjsonRowReader implements RowReader {

    /** Beyond any row that could be used. */
    public static final int LONGEST_LINE = 1 << 18;

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
            int room = LONGEST_LINE + 1 - read.length();
            read.append(buffer, from, Math.min(room, at - from));
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
                    "is not written in the encoding that was said, after line " + line
                            + ": leave charset out, and it is detected");
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
