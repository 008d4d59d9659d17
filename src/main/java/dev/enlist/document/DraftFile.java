package dev.enlist.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of an application that is not sent yet.
 *
 * @param type      of the document that it becomes
 * @param size      bytes of the whole file
 * @param received  bytes that have arrived
 * @param mediaType found in the content; null until all bytes have arrived
 * @param scanned   whether the content was found clean, or no scanner is set up
 */
public record DraftFile(
        String id,
        String draftId,
        String type,
        String fileName,
        @Nullable String declared,
        long size,
        long received,
        @Nullable String mediaType,
        @Nullable String sha256,
        boolean scanned,
        Instant createdAt) {

    /** Whether the whole file has arrived and was accepted. */
    public boolean isComplete() {
        return mediaType != null;
    }
}
