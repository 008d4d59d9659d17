package dev.enlist.document;

import dev.enlist.shared.problem.Problem;

/** An uploaded file cannot become a document. Nothing of it is stored. */
final class DocumentRefused extends Problem {

    private DocumentRefused(Kind kind, String code, String detail) {
        super(kind, code, detail);
    }

    static DocumentRefused notSupported(String found) {
        DocumentRefused refused = new DocumentRefused(
                Kind.UNSUPPORTED_TYPE,
                "document-type-not-supported",
                "The content of the file is " + found + ". Send one of " + DocumentFormat.names()
                        + "; office documents without macros and without a password.");
        refused.with("detected", found);
        return refused;
    }

    /** @param claim what contradicts the content, as the subject of a sentence */
    static DocumentRefused mismatch(String claim, DocumentFormat detected) {
        DocumentRefused refused = new DocumentRefused(
                Kind.UNSUPPORTED_TYPE,
                "document-type-mismatch",
                claim + " contradicts the content of the file, which is " + detected.mediaType()
                        + ". Send the file under a name and media type that fit its content.");
        refused.with("detected", detected.mediaType());
        return refused;
    }

    static DocumentRefused tooLarge(long maxBytes) {
        DocumentRefused refused = new DocumentRefused(
                Kind.TOO_LARGE, "document-too-large", "A document has " + maxBytes + " bytes at most.");
        refused.with("maxBytes", maxBytes);
        return refused;
    }

    static DocumentRefused infected() {
        return new DocumentRefused(
                Kind.UNPROCESSABLE,
                "document-infected",
                "The virus scanner found malware in the file. The content was not kept.");
    }

    static DocumentRefused limitReached(String type, int limit) {
        DocumentRefused refused = new DocumentRefused(
                Kind.CONFLICT,
                "document-limit-reached",
                "The enrollment has " + limit + (limit == 1 ? " document" : " documents") + " of the type " + type
                        + ", which is the maximum. Delete one first.");
        refused.with("maxDocuments", limit);
        return refused;
    }

    static DocumentRefused notScanned() {
        return new DocumentRefused(
                Kind.CONFLICT,
                "document-not-scanned",
                "The virus scanner has not checked the document yet. Try again in a minute.");
    }
}
