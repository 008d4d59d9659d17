package dev.enlist.eligibility.document;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import dev.enlist.shared.xml.XmlDecoder;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A document as it may be stored for a draft: decoded, referring to nothing outside itself, and in DMN 1.3.
 *
 * @param xml whose declaration names no encoding
 */
public record DmnDraft(String xml) {

    /** In bytes, as uploaded. */
    public static final int LARGEST = 10 * 1024 * 1024;

    /**
     * Reads what was uploaded.
     *
     * @param announced the charset of the content type; null where it names none
     * @throws UnreadableXml with every fault: empty, not XML, not decodable, referring to something outside
     */
    public static DmnDraft of(byte[] uploaded, @Nullable Charset announced) {
        if (uploaded.length == 0) {
            throw new UnreadableXml("The body is empty; send the decision table as DMN XML.");
        }
        return of(XmlDecoder.decode(uploaded, announced));
    }

    /** The same of a text. */
    public static DmnDraft of(String dmn) {
        SecureXml.check(dmn);
        return new DmnDraft(XmlDecoder.withoutEncoding(DmnEditions.to13(dmn)));
    }
}
