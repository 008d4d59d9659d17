package dev.enlist.document.web;

import dev.enlist.document.Document;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A document of an enrollment on the wire, without its content. */
@Schema(name = "Document")
record DocumentResource(
        @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String id,
        @Schema(example = "cllgn0u4r000008l7eazybfbo") String enrollmentId,

        @Schema(description = "A type that the form states, or other", example = "utilityBill")
        String type,

        @Schema(example = "The bill of March") @Nullable String description,
        @Schema(example = "bill-march.pdf") String fileName,

        @Schema(description = "Detected from the content", example = "application/pdf")
        String mediaType,

        @Schema(description = "In bytes", example = "84211") long size,

        @Schema(
                description = "SHA-256 of the content, in hexadecimal",
                example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,

        @Schema(
                description = "scanning: the virus scanner has not answered yet; infected: the content was deleted",
                allowableValues = {"available", "scanning", "infected"},
                example = "available")
        String status,

        @Schema(
                description = "Path of the content",
                example = "/enrollments/cllgn0u4r000008l7eazybfbo/documents/cllgn0u4r000108l7g3hx2k9d")
        String href,

        By createdBy,
        Instant createdAt) {

    /** Who added it: user, key or process. */
    @Schema(name = "DocumentActor")
    record By(
            @Schema(example = "user") String type,
            String id,
            @Schema(example = "Tomasz Nowak") String name) {}

    static DocumentResource of(Document document) {
        Actor by = document.by();
        return new DocumentResource(
                document.getId(),
                document.enrollmentId(),
                document.type(),
                document.description().orElse(null),
                document.fileName(),
                document.mediaType(),
                document.size(),
                document.sha256(),
                document.status().wire(),
                path(document),
                new By(by.type().wire(), by.id(), by.name()),
                document.createdAt());
    }

    static String path(Document document) {
        return "/enrollments/" + document.enrollmentId() + "/documents/" + document.getId();
    }
}
