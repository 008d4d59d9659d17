package dev.enlist.eligibility.document;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import dev.enlist.shared.xml.XmlDecoder;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A document in the form in which drafts are stored: decoded, without external references, in DMN 1.3.
 *
 * @param xml its XML declaration names no encoding
 */
public record DmnDraft(String xml) {

    /** Maximum size of an upload in bytes. */
    public static final int LARGEST = 10 * 1024 * 1024;

    /**
     * Decodes an uploaded document.
     *
     * @param announced charset of the content type; null where it names none
     * @throws UnreadableXml with every fault: empty, not XML, not decodable, with external references
     */
    public static DmnDraft of(byte[] uploaded, @Nullable Charset announced) {
        if (uploaded.length == 0) {
            throw new UnreadableXml("The body is empty; send the decision table as DMN XML.");
        }
        return of(XmlDecoder.decode(uploaded, announced));
    }

    /** Reads a document from text. */
    public static DmnDraft of(String dmn) {
        SecureXml.check(dmn);
        return new DmnDraft(XmlDecoder.withoutEncoding(DmnEditions.to13(dmn)));
    }
}
