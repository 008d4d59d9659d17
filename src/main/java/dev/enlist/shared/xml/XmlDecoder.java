package dev.enlist.shared.xml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an XML document into text. The encoding is that of the byte order mark, else the one that the
 * transport announces, else the one that the document declares, else UTF-8 (RFC 7303). Bytes that do not belong to
 * the encoding are refused and never replaced.
 */
public final class XmlDecoder {

    /** How far into a document its declaration can reach, in bytes. */
    private static final int DECLARATION = 400;

    private static final Pattern ENCODING =
            Pattern.compile("^(<\\?xml\\s[^>]*?)\\s+encoding\\s*=\\s*(?:\"([^\">]*)\"|'([^'>]*)')");

    private XmlDecoder() {}

    /**
     * @param announced by the {@code charset} of a content type; null where it names none
     * @return the text without byte order mark; its declaration names no encoding, or UTF-8
     * @throws UnreadableXml naming line and column of what does not belong to the encoding
     */
    public static String decode(byte[] document, @Nullable Charset announced) {
        int mark = 0;
        Charset charset;
        if (startsWith(document, 0xEF, 0xBB, 0xBF)) {
            charset = StandardCharsets.UTF_8;
            mark = 3;
        } else if (startsWith(document, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        } else if (startsWith(document, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (startsWith(document, 0, '<')) {
            charset = StandardCharsets.UTF_16BE;
        } else if (startsWith(document, '<', 0)) {
            charset = StandardCharsets.UTF_16LE;
        } else if (announced != null) {
            charset = announced;
        } else {
            charset = declared(document);
        }
        return withoutEncoding(decode(ByteBuffer.wrap(document, mark, document.length - mark), charset));
    }

    /** The document without another encoding than UTF-8 in its declaration, as which a text is encoded anew. */
    public static String withoutEncoding(String document) {
        Matcher encoding = ENCODING.matcher(document).region(0, Math.min(DECLARATION, document.length()));
        return encoding.find() && !name(encoding).equalsIgnoreCase("UTF-8")
                ? encoding.group(1) + document.substring(encoding.end())
                : document;
    }

    private static String name(Matcher encoding) {
        return encoding.group(2) != null ? encoding.group(2) : encoding.group(3);
    }

    private static Charset declared(byte[] document) {
        String beginning = new String(document, 0, Math.min(DECLARATION, document.length), StandardCharsets.ISO_8859_1);
        Matcher encoding = ENCODING.matcher(beginning);
        if (!encoding.find()) {
            return StandardCharsets.UTF_8;
        }
        String name = name(encoding);
        // what could be read this far byte by byte is no UTF-16
        if (name.toUpperCase(java.util.Locale.ROOT).startsWith("UTF-16")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new UnreadableXml("Line 1: the encoding \"" + name
                    + "\" is not known; save the file as UTF-8 and declare encoding=\"UTF-8\".");
        }
    }

    private static String decode(ByteBuffer bytes, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate((int) (bytes.remaining() * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(bytes, text, true);
        if (!result.isError()) {
            result = decoder.flush(text);
        }
        text.flip();
        if (result.isError()) {
            throw undecodable(text.toString(), bytes.get(bytes.position()) & 0xFF, charset);
        }
        return text.toString();
    }

    private static UnreadableXml undecodable(String before, int first, Charset charset) {
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new UnreadableXml("Line %d, column %d: the byte 0x%02X does not belong to %s. Save the file as UTF-8, or"
                        .formatted(line, column, first, charset.name())
                + " declare its encoding in the first line, as in <?xml version=\"1.0\" encoding=\"windows-1252\"?>.");
    }

    private static boolean startsWith(byte[] document, int... beginning) {
        if (document.length < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if ((document[i] & 0xFF) != beginning[i]) {
                return false;
            }
        }
        return true;
    }
}
