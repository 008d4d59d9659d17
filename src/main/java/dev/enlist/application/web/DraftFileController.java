package dev.enlist.application.web;

import dev.enlist.application.Draft;
import dev.enlist.document.DraftFile;
import dev.enlist.document.DraftFileService;
import dev.enlist.document.NewDocument;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.page.PostedFormParser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Files of a draft in pieces, for the script of the page: begin, append at an offset, ask how much has arrived, remove.
 * After a lost connection the script goes on at the offset that has arrived. Without a script the page sends whole files.
 */
@Controller
@RequestMapping("/apply/{path}/files")
class DraftFileController {

    private static final String TOKEN = "X-Form-Token";
    private static final String OFFSET = "Upload-Offset";
    private static final int BUFFER = 65_536;

    private final ApplicationRequestResolver requests;
    private final ApplicationPageFactory pages;
    private final DraftFileService files;
    private final MessageSource words;

    DraftFileController(
            ApplicationRequestResolver requests,
            ApplicationPageFactory pages,
            DraftFileService files,
            MessageSource words) {
        this.requests = requests;
        this.pages = pages;
        this.files = files;
        this.words = words;
    }

    /**
     * A file that arrives.
     *
     * @param piece bytes of each piece but the last, or a multiple of it
     */
    record Upload(String id, String name, String size, long received, long total, boolean complete, int piece) {}

    @AnyCaller
    @PostMapping
    ResponseEntity<Object> begin(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return withDraft(path, http, response, (request, draft) -> {
            String size = String.valueOf(http.getParameter("size"));
            Optional<FormField> field = field(request, String.valueOf(http.getParameter("field")));
            if (field.isEmpty() || !size.matches("[0-9]{1,15}")) {
                return refusal(
                        HttpStatus.BAD_REQUEST, words.getMessage("file.fault.other", null, request.locale()), null);
            }
            String name = DraftFileService.fileName(http.getParameter("name"));
            try {
                DraftFile begun = files.begin(
                        draft.id(),
                        new NewDocument(field.get().documentType(), null, name, declared(http.getParameter("type"))),
                        field.get().maxFiles(),
                        Long.parseLong(size));
                return ResponseEntity.status(HttpStatus.CREATED).body(upload(begun, request));
            } catch (Problem e) {
                return refused(e, field.get(), name, request);
            }
        });
    }

    @AnyCaller
    @GetMapping("/{id}")
    ResponseEntity<Object> progress(
            @PathVariable String path, @PathVariable String id, HttpServletRequest http, HttpServletResponse response) {
        return withDraft(
                path,
                http,
                response,
                (request, draft) -> ResponseEntity.ok(upload(files.file(draft.id(), id), request)));
    }

    @AnyCaller
    @PatchMapping("/{id}")
    ResponseEntity<Object> append(
            @PathVariable String path, @PathVariable String id, HttpServletRequest http, HttpServletResponse response) {
        return withDraft(path, http, response, (request, draft) -> {
            String offset = String.valueOf(http.getHeader(OFFSET));
            if (!offset.matches("[0-9]{1,15}")) {
                return refusal(
                        HttpStatus.BAD_REQUEST, words.getMessage("file.fault.other", null, request.locale()), null);
            }
            DraftFile file = files.file(draft.id(), id);
            try (TemporaryFile piece = TemporaryFile.create()) {
                copy(http, piece);
                return ResponseEntity.ok(upload(files.append(draft.id(), id, Long.parseLong(offset), piece), request));
            } catch (DraftFileService.OffsetMismatch e) {
                return refusal(HttpStatus.CONFLICT, String.valueOf(e.getMessage()), e.received());
            } catch (Problem e) {
                return ofType(request, file.type())
                        .map(field -> refused(e, field, file.fileName(), request))
                        .orElseGet(() -> refusal(
                                HttpStatus.BAD_REQUEST,
                                words.getMessage("file.fault.other", null, request.locale()),
                                null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AnyCaller
    @PostMapping("/{id}/remove")
    ResponseEntity<Object> remove(
            @PathVariable String path, @PathVariable String id, HttpServletRequest http, HttpServletResponse response) {
        return withDraft(path, http, response, (request, draft) -> {
            files.remove(draft.id(), id);
            return ResponseEntity.noContent().build();
        });
    }

    private ResponseEntity<Object> withDraft(
            String path,
            HttpServletRequest http,
            HttpServletResponse response,
            BiFunction<ApplicationRequest, Draft, ResponseEntity<Object>> work) {
        return requests.in(
                path,
                http,
                response,
                request -> {
                    Optional<Draft> draft = request.draft().filter(found -> !found.isSent());
                    if (draft.isEmpty()) {
                        return refusal(
                                HttpStatus.NOT_FOUND, words.getMessage("expired.title", null, request.locale()), null);
                    }
                    String token = String.valueOf(http.getHeader(TOKEN));
                    if (!http.getMethod().equals("GET")
                            && requests.token(request, token, draft.get().id()).isEmpty()) {
                        return refusal(
                                HttpStatus.FORBIDDEN, words.getMessage("notice.token", null, request.locale()), null);
                    }
                    return work.apply(request, draft.get());
                },
                () -> ResponseEntity.notFound().build());
    }

    private static void copy(HttpServletRequest http, TemporaryFile piece) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream body = http.getInputStream()) {
            for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
                piece.append(buffer, 0, got);
            }
        }
    }

    private static Optional<FormField> field(ApplicationRequest request, String name) {
        return request.form().definition().field(name).filter(found -> found.type() == FieldType.FILE);
    }

    private static Optional<FormField> ofType(ApplicationRequest request, String type) {
        return request.form().definition().files().stream()
                .filter(field -> field.documentType().equals(type))
                .findFirst();
    }

    private static @Nullable String declared(@Nullable String type) {
        try {
            return type == null || type.isBlank() ? null : PostedFormParser.mediaType(type);
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    private static Upload upload(DraftFile file, ApplicationRequest request) {
        return new Upload(
                file.id(),
                file.fileName(),
                AnswerRenderer.size(file.size(), request.locale()),
                file.received(),
                file.size(),
                file.isComplete(),
                DraftFileService.PIECE);
    }

    private ResponseEntity<Object> refused(Problem problem, FormField field, String name, ApplicationRequest request) {
        HttpStatus status =
                switch (problem.kind()) {
                    case TOO_LARGE -> HttpStatus.PAYLOAD_TOO_LARGE;
                    case UNSUPPORTED_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case UNPROCESSABLE -> HttpStatus.UNPROCESSABLE_ENTITY;
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    default -> HttpStatus.BAD_REQUEST;
                };
        return refusal(status, pages.fileFault(field, name, problem, request.locale()), null);
    }

    private static ResponseEntity<Object> refusal(HttpStatus status, String message, @Nullable Long received) {
        return ResponseEntity.status(status)
                .body(Map.of("message", message, "received", received == null ? -1 : received));
    }
}
