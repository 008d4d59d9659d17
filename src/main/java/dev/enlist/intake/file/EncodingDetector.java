package dev.enlist.intake.file;

import dev.enlist.shared.problem.InvalidInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the characters of a file are encoded. A byte order mark holds; then what is said; then the zeros that
 * UTF-16 leaves in every second place of a header. Else it is UTF-8, and a byte that is none is read as Windows-1252,
 * which is what a file in Latin-1 is in practice.
 */
public final class EncodingDetector {

    private static final int LOOKED_AT = 4096;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private EncodingDetector() {}

    /** @param name of the encoding found, for people */
    public record Decoded(Reader reader, String name) {}

    /**
     * @param said by the sender; null where nothing was. A byte order mark holds against it, and so do the characters of
     *     several bytes that UTF-8 has: an encoding of one byte a character never fails, so that clients name one for
     *     files that are in UTF-8.
     * @throws InvalidInput where UTF-16 is said and the file is none
     */
    public static Decoded decode(InputStream body, @Nullable Charset said) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(new BufferedInputStream(body, 1 << 16), LOOKED_AT);
        byte[] start = bytes.readNBytes(LOOKED_AT);
        Charset marked = mark(start);
        int skipped = marked == null ? 0 : marked == StandardCharsets.UTF_8 ? 3 : 2;
        bytes.unread(start, skipped, start.length - skipped);
        if (marked != null && (said != null || marked != StandardCharsets.UTF_8)) {
            return new Decoded(strict(bytes, marked), marked.name());
        }
        if (said == null) {
            Charset guessed = zeros(start);
            return guessed != null
                    ? new Decoded(strict(bytes, guessed), guessed.name())
                    : new Decoded(new Utf8OrSingleByte(bytes, WINDOWS), "UTF-8");
        }
        if (said.name().startsWith("UTF-16") && zeros(start) == null && isUtf8(start)) {
            throw new InvalidInput(
                    "/charset", "says " + said.name() + ", and the file is none: leave it out, and it is detected");
        }
        if (isSingleByte(said)) {
            Charset otherwise = said.equals(StandardCharsets.US_ASCII) ? WINDOWS : said;
            return new Decoded(new Utf8OrSingleByte(bytes, otherwise), hasUtf8(start) ? "UTF-8" : said.name());
        }
        return new Decoded(strict(bytes, said), said.name());
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1f;
    }

    /** Whether these bytes are UTF-8 as far as they go; a character that the end cuts off is one. */
    private static boolean isUtf8(byte[] start) {
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(start), CharBuffer.allocate(start.length + 1), false);
        return !result.isError();
    }

    private static boolean hasUtf8(byte[] start) {
        for (byte one : start) {
            if (one < 0) {
                return isUtf8(start);
            }
        }
        return false;
    }

    private static Reader strict(InputStream bytes, Charset charset) {
        return new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
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
