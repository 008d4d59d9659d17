package dev.enlist.document.web;

import dev.enlist.document.Document;
import dev.enlist.document.DocumentContent;
import dev.enlist.document.DocumentFormat;
import dev.enlist.document.DocumentService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Encoding;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/enrollments/{id}/documents")
@Tag(name = "Documents")
class DocumentController {

    /** Nothing that a browser makes of the content runs, loads, submits or has the origin of this site. */
    private static final String SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'";

    /** The same, in a frame of our own pages. */
    private static final String SANDBOX_IN_FRAME =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'";

    /** Browsers show a PDF in a viewer of their own, apart from this site, that may refuse to start in a sandbox. */
    private static final String PDF_IN_FRAME =
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

    /** The parts of the form. */
    private static final String EXAMPLE =
            "{\"file\": \"%PDF-1.7 …\", \"type\": \"utilityBill\", \"description\": \"The bill of March\"}";

    private static final String PROBLEM = MediaType.APPLICATION_PROBLEM_JSON_VALUE;

    private final DocumentService documents;
    private final DocumentUploadParser uploads;

    DocumentController(DocumentService documents, DocumentUploadParser uploads) {
        this.documents = documents;
        this.uploads = uploads;
    }

    /** The form of an upload, for the API document. */
    @Schema(name = "DocumentUpload")
    record Form(
            @Schema(
                    type = "string",
                    format = "binary",
                    description = "The document, with its file name",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String file,

            @Schema(
                    description = "A type that the form of the program instance states; other where it states none",
                    defaultValue = "other",
                    example = "other",
                    maxLength = 110)
            @Nullable
            String type,

            @Schema(maxLength = DocumentService.MAX_DESCRIPTION, example = "The bill of March") @Nullable
            String description) {}

    @Requires(value = Scope.DOCUMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Add a document to an enrollment",
            description =
                    "A file of up to 20 MB (enlist.documents.max-size): pdf, jpeg, png, heic, txt, csv, docx or xlsx, by its"
                            + " content. The name must have no path and no control or direction characters. A media type or"
                            + " an extension that contradicts the content is refused with document-type-mismatch, any other"
                            + " format with document-type-not-supported. Where a virus scanner is set up, an infected file"
                            + " is refused with document-infected; while the scanner does not answer, the document has the"
                            + " status scanning.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                            schema = @Schema(implementation = Form.class),
                                            examples = @ExampleObject(EXAMPLE),
                                            encoding =
                                                    @Encoding(
                                                            name = "file",
                                                            contentType = "application/octet-stream"))))
    ResponseEntity<DocumentResource> upload(
            @PathVariable String id, HttpServletRequest request, @Parameter(hidden = true) Actor actor)
            throws IOException {
        documents.requireEnrollment(id);
        try (TemporaryFile content = TemporaryFile.create()) {
            Document added = documents.add(id, uploads.parse(request, content), content, actor);
            return ResponseEntity.created(URI.create(DocumentResource.path(added)))
                    .eTag(added.etag())
                    .body(DocumentResource.of(added));
        }
    }

    @Requires(value = Scope.DOCUMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "List the documents of an enrollment, oldest first")
    Page<DocumentResource> list(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return documents.list(id, ListParameters.read(parameters, Map.of()), DocumentResource::of);
    }

    @Requires(value = Scope.DOCUMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/{documentId}")
    @Operation(
            summary = "Download a document",
            description = "The content, as an attachment that a browser saves and does not open. With inline=true, pdf,"
                    + " jpeg and png may be shown in a frame or image of the console; other formats stay an attachment."
                    + " Range requests are answered. 409 document-not-scanned while the virus scanner has not answered,"
                    + " 422 document-infected where it found malware.")
    @ApiResponse(
            responseCode = "200",
            description = "The content",
            content = {
                @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/heic", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string", format = "binary")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        schema = @Schema(type = "string", format = "binary")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "206",
            description = "The part of the content that the header Range asks for",
            content = {
                @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "image/heic", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string", format = "binary")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        schema = @Schema(type = "string", format = "binary")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(responseCode = "304", description = "If-None-Match names this content", content = @Content)
    @ApiResponse(
            responseCode = "409",
            description = "document-not-scanned: the virus scanner has not answered yet",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    @ApiResponse(
            responseCode = "416",
            description = "The range begins behind the end of the content",
            content = @Content)
    @ApiResponse(
            responseCode = "422",
            description = "document-infected: the virus scanner found malware, and the content was deleted",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<Resource> download(
            @PathVariable String id,
            @PathVariable String documentId,
            @Parameter(description = "true: to be shown in a page of this site where browsers can")
                    @RequestParam(required = false, defaultValue = "false")
                    boolean inline,
            HttpServletResponse response) {
        DocumentContent found = documents.open(id, documentId);
        Document document = found.document();
        boolean shown = inline
                && DocumentFormat.ofMediaType(document.mediaType())
                        .filter(DocumentFormat::isShownInline)
                        .isPresent();
        // replace those that every answer has; a header of the entity would be added to them
        response.setHeader("Content-Security-Policy", policy(shown, document));
        response.setHeader("X-Frame-Options", shown ? "SAMEORIGIN" : "DENY");
        ContentDisposition disposition = (shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                .filename(document.fileName(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .eTag(document.etag())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .contentType(MediaType.parseMediaType(document.mediaType()))
                .body(new DocumentBody(found));
    }

    private static String policy(boolean shown, Document document) {
        if (!shown) {
            return SANDBOX;
        }
        return document.mediaType().equals(DocumentFormat.PDF.mediaType()) ? PDF_IN_FRAME : SANDBOX_IN_FRAME;
    }

    @Requires(value = Scope.DOCUMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{documentId}")
    @Operation(summary = "Delete a document and its content")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @PathVariable String documentId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        documents.remove(id, documentId, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
