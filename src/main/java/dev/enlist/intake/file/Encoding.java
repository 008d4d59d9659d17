package dev.enlist.intake.file;

import dev.enlist.shared.problem.InvalidInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the characters of a file are written. What is said holds; then a byte order mark; then the zeros that
 * UTF-16 leaves in every second place of a header. Else it is UTF-8, and a byte that is none is read as Windows-1252,
 * which is what a file in Latin-1 is in practice.
 */
public final class Encoding {

    private static final int LOOKED_AT = 4096;

    private Encoding() {}

    /** @param name of the encoding found, for people */
    public record Decoded(Reader reader, String name) {}

    /** @param said by the sender; null where nothing was */
    public static Decoded decode(InputStream body, @Nullable Charset said) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(new BufferedInputStream(body, 1 << 16), LOOKED_AT);
        byte[] start = bytes.readNBytes(LOOKED_AT);
        Charset marked = mark(start);
        int skipped =
                marked == null || said != null && !fits(said, marked) ? 0 : marked == StandardCharsets.UTF_8 ? 3 : 2;
        bytes.unread(start, skipped, start.length - skipped);
        if (said != null) {
            // UTF-16 without an order means the one that the mark tells
            Charset exact = skipped == 2 && marked != null ? marked : said;
            return new Decoded(strict(bytes, exact), said.name());
        }
        Charset guessed = marked != null ? marked : zeros(start);
        if (guessed != null && guessed != StandardCharsets.UTF_8) {
            return new Decoded(strict(bytes, guessed), guessed.name());
        }
        return new Decoded(new Utf8OrLatin1(bytes), "UTF-8");
    }

    private static Reader strict(InputStream bytes, Charset charset) {
        return new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static boolean fits(Charset said, Charset marked) {
        return said.equals(marked) || said.equals(StandardCharsets.UTF_16) && marked != StandardCharsets.UTF_8;
    }

    private static @Nullable Charset mark(byte[] start) {
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (begins(start, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        return begins(start, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : null;
    }

    private static boolean begins(byte[] start, int... mark) {
        if (start.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Charset zeros(byte[] start) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < start.length; i++) {
            if (start[i] == 0 && i % 2 == 0) {
                even++;
            } else if (start[i] == 0) {
                odd++;
            }
        }
        int many = start.length / 4;
        if (odd > many && odd > 4 * even) {
            return StandardCharsets.UTF_16LE;
        }
        return even > many && even > 4 * odd ? StandardCharsets.UTF_16BE : null;
    }

    /** An encoding by its name, as in a content type. */
    public static Charset named(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("/charset", "is not the name of an encoding known here");
        }
    }
}
