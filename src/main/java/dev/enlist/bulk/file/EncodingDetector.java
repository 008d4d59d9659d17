package dev.enlist.bulk.file;

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
 * Detects the encoding of a file. A byte order mark wins over the charset that the sender states. Without either, zero
 * bytes at every second position of the header mean UTF-16. Otherwise the file is read as UTF-8, and each byte that is not
 * valid UTF-8 as Windows-1252, which is what files in Latin-1 are in practice.
 */
public final class EncodingDetector {

    private static final int DETECTION_BYTES = 4096;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private EncodingDetector() {}

    /** @param name of the detected encoding, for display */
    public record Decoded(Reader reader, String name) {}

    /**
     * @param stated charset as stated by the sender; null if none. A byte order mark wins over it. Multi-byte characters of
     *     UTF-8 win over a single-byte charset: decoding with such a charset never fails, so clients state one for UTF-8
     *     files unnoticed.
     * @throws InvalidInput where UTF-16 is stated and the file is not in UTF-16
     */
    public static Decoded decode(InputStream body, @Nullable Charset stated) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(new BufferedInputStream(body, 1 << 16), DETECTION_BYTES);
        byte[] start = bytes.readNBytes(DETECTION_BYTES);
        Charset marked = mark(start);
        int skipped = marked == null ? 0 : marked == StandardCharsets.UTF_8 ? 3 : 2;
        bytes.unread(start, skipped, start.length - skipped);
        if (marked != null && (stated != null || marked != StandardCharsets.UTF_8)) {
            return new Decoded(strict(bytes, marked), marked.name());
        }
        if (stated == null) {
            Charset guessed = zeros(start);
            return guessed != null
                    ? new Decoded(strict(bytes, guessed), guessed.name())
                    : new Decoded(new Utf8OrSingleByte(bytes, WINDOWS), "UTF-8");
        }
        if (stated.name().startsWith("UTF-16") && zeros(start) == null && isUtf8(start)) {
            throw new InvalidInput(
                    "/charset",
                    "is " + stated.name() + ", but the file is not in this encoding; leave charset out to detect it");
        }
        if (isSingleByte(stated)) {
            Charset fallback = stated.equals(StandardCharsets.US_ASCII) ? WINDOWS : stated;
            return new Decoded(new Utf8OrSingleByte(bytes, fallback), hasUtf8(start) ? "UTF-8" : stated.name());
        }
        return new Decoded(strict(bytes, stated), stated.name());
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1f;
    }

    /** Whether these bytes are valid UTF-8; the last character may be incomplete. */
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

    /** The charset with this name, as in a content type. */
    public static Charset named(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(
                    "/charset", "is not the name of a supported charset; send one such as UTF-8 or windows-1252");
        }
    }
}
