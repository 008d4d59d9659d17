package dev.enlist.applicant.web;

import dev.enlist.applicant.ApplicantActionService;
import dev.enlist.applicant.ApplicantActivityService;
import dev.enlist.applicant.ApplicantLinkService;
import dev.enlist.applicant.ApplicationCopyRenderer;
import dev.enlist.applicant.ApplicationStatus;
import dev.enlist.applicant.ApplicationStatusService;
import dev.enlist.applicant.InformationAnswerMapper;
import dev.enlist.applicant.LinkRequestService;
import dev.enlist.document.DocumentContent;
import dev.enlist.document.DocumentService;
import dev.enlist.document.NewDocument;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.InformationRequestClosed;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.page.PostedForm;
import dev.enlist.shared.web.page.PostedFormParser;
import dev.enlist.tenancy.WorkspaceScope;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.NoSuchMessageException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The status page of an application and what the applicant does on it. The token in the path authenticates the request. A
 * GET changes nothing, because mail programs open links too.
 */
@Controller
@Hidden
@RequestMapping("/applications/{token}")
class ApplicationPageController {

    /** Control of a file is {@code documents.} and its type. */
    private static final String DOCUMENTS = "documents.";

    private static final String DONE = "done";
    private static final int LONGEST_MESSAGE = 2_000;

    private final ApplicantLinkService links;
    private final LinkRequestService linkRequests;
    private final ApplicationStatusService statuses;
    private final ApplicantActionService actions;
    private final InformationAnswerMapper answerForm;
    private final DocumentService documents;
    private final ApplicationCopyRenderer copies;
    private final PostedFormParser forms;
    private final ApplicantPageFactory pages;
    private final MessageSource words;
    private final ApplicantActivityService activities;

    ApplicationPageController(
            ApplicantLinkService links,
            LinkRequestService linkRequests,
            ApplicationStatusService statuses,
            ApplicantActionService actions,
            InformationAnswerMapper answerForm,
            DocumentService documents,
            ApplicationCopyRenderer copies,
            PostedFormParser forms,
            ApplicantPageFactory pages,
            MessageSource words,
            ApplicantActivityService activities) {
        this.activities = activities;
        this.links = links;
        this.linkRequests = linkRequests;
        this.statuses = statuses;
        this.actions = actions;
        this.answerForm = answerForm;
        this.documents = documents;
        this.copies = copies;
        this.forms = forms;
        this.pages = pages;
        this.words = words;
    }

    /** A request with a valid link: where it works, and in which language. */
    private record Visit(
            ApplicantLinkService.Opened opened,
            String token,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {

        String id() {
            return opened.enrollmentId();
        }

        String path() {
            return "/applications/" + token;
        }
    }

    /** Work of a page; may read an upload. */
    @FunctionalInterface
    private interface Work {
        ModelAndView run(Visit visit) throws IOException;
    }

    private ModelAndView visit(String token, HttpServletRequest request, HttpServletResponse response, Work work)
            throws IOException {
        Optional<ApplicantLinkService.Opened> found = links.open(token);
        if (found.isEmpty() || !found.get().valid()) {
            return ended(found.orElse(null), token, request, response);
        }
        ApplicantLinkService.Opened opened = found.get();
        try (WorkspaceScope.Entered ignored = WorkspaceScope.enter(opened.workspace());
                AuditContext.Entered alsoIgnored =
                        AuditContext.enter(AuditContext.current().by(Actor.applicant(opened.enrollmentId())))) {
            Locale locale = pages.language(
                    request, response, statuses.language(opened.enrollmentId()).orElse(null));
            return work.run(new Visit(opened, token, locale, request, response));
        }
    }

    private ModelAndView ended(
            ApplicantLinkService.@Nullable Opened opened,
            String token,
            HttpServletRequest request,
            HttpServletResponse response) {
        Locale locale = pages.language(request, response, null);
        return pages.page(
                        "applicant/link-ended",
                        opened == null ? HttpStatus.NOT_FOUND : HttpStatus.GONE,
                        locale,
                        opened == null ? null : opened.workspace(),
                        null,
                        request,
                        response)
                .addObject("known", opened != null)
                .addObject("token", opened == null ? "" : token)
                .addObject("canMail", linkRequests.isOffered());
    }

    @AnyCaller
    @GetMapping
    ModelAndView status(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String done,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> statusPage(visit, HttpStatus.OK, done, Map.of()));
    }

    private ModelAndView statusPage(Visit visit, HttpStatus code, String done, Map<String, String> errors) {
        ApplicationStatus status = statuses.status(visit.id(), visit.locale());
        return page(visit, "applicant/status", code, status)
                .addObject(DONE, words.getMessage("done." + done, null, "", visit.locale()))
                .addObject("errors", errors)
                .addObject("activities", activities.coming(visit.id()))
                .addObject("maxSize", megabytes());
    }

    private ModelAndView page(Visit visit, String template, HttpStatus code, ApplicationStatus status) {
        return pages.page(
                        template,
                        code,
                        visit.locale(),
                        visit.opened().workspace(),
                        status.programInstanceId(),
                        visit.request(),
                        visit.response())
                .addObject("shown", status)
                .addObject("dates", new PageDates(status.zone(), visit.locale()))
                .addObject("path", visit.path());
    }

    private String megabytes() {
        return documents.maxBytes() / (1024 * 1024) + " MB";
    }

    private static ModelAndView back(Visit visit, String done) {
        return new ModelAndView("redirect:" + visit.path() + "?done=" + done);
    }

    @AnyCaller
    @GetMapping("/print")
    ModelAndView print(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(
                token,
                request,
                response,
                visit -> page(visit, "applicant/print", HttpStatus.OK, statuses.status(visit.id(), visit.locale())));
    }

    @AnyCaller
    @GetMapping("/copy.pdf")
    @Nullable
    ModelAndView copy(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            ApplicationStatus status = statuses.status(visit.id(), visit.locale());
            byte[] pdf = copies.render(status, visit.locale());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Robots-Tag", "noindex, nofollow");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename(status.applicationNumber() + ".pdf")
                            .build()
                            .toString());
            response.setContentType("application/pdf");
            response.setContentLength(pdf.length);
            response.getOutputStream().write(pdf);
            return null;
        });
    }

    @AnyCaller
    @GetMapping("/documents/{documentId}")
    @Nullable
    ModelAndView document(
            @PathVariable String token,
            @PathVariable String documentId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            DocumentContent found;
            try {
                found = documents.open(visit.id(), documentId);
            } catch (Problem e) {
                return statusPage(visit, HttpStatus.CONFLICT, "", Map.of("", problem(e, visit.locale())));
            }
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename(found.document().fileName(), StandardCharsets.UTF_8)
                            .build()
                            .toString());
            response.setContentType(found.document().mediaType());
            response.setContentLengthLong(found.document().size());
            try (InputStream content = found.source().open(0)) {
                content.transferTo(response.getOutputStream());
            }
            return null;
        });
    }

    @AnyCaller
    @PostMapping("/documents")
    ModelAndView addDocument(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            try (PostedForm form = forms.parse(request, documents.maxBytes())) {
                Map<String, String> errors = add(visit, form);
                if (errors.isEmpty() && form.files().isEmpty()) {
                    errors.put("documents", words.getMessage("error.no-file", null, visit.locale()));
                }
                return errors.isEmpty()
                        ? back(visit, "document")
                        : statusPage(visit, HttpStatus.BAD_REQUEST, "", errors);
            }
        });
    }

    /** @return sentences by the id of the control */
    private Map<String, String> add(Visit visit, PostedForm form) throws IOException {
        Map<String, String> errors = new LinkedHashMap<>();
        for (String control : form.tooLarge()) {
            errors.put(id(control), words.getMessage("error.too-large", new Object[] {megabytes()}, visit.locale()));
        }
        for (PostedForm.PostedFile file : form.files()) {
            String type = file.control().startsWith(DOCUMENTS)
                    ? file.control().substring(DOCUMENTS.length())
                    : form.value("type");
            try {
                actions.addDocument(
                        visit.id(), new NewDocument(type, null, file.fileName(), file.declared()), file.content());
            } catch (Problem e) {
                errors.put(id(file.control()), problem(e, visit.locale()));
            }
        }
        return errors;
    }

    private static String id(String control) {
        return control.replace('.', '-');
    }

    @AnyCaller
    @GetMapping("/answer")
    ModelAndView question(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> questionPage(visit, HttpStatus.OK, null, "", Map.of()));
    }

    private ModelAndView questionPage(
            Visit visit,
            HttpStatus code,
            @Nullable Map<String, List<String>> posted,
            String message,
            Map<String, String> errors) {
        ApplicationStatus status = statuses.status(visit.id(), visit.locale());
        if (status.question() == null && posted == null) {
            return new ModelAndView("redirect:" + visit.path());
        }
        return page(visit, "applicant/answer", code, status)
                .addObject(
                        "fields",
                        status.question() == null
                                ? List.of()
                                : answerForm.fields(visit.id(), posted, errors, visit.locale()))
                .addObject("message", message)
                .addObject("errors", errors)
                .addObject("maxSize", megabytes())
                .addObject("typed", status.question() == null ? typed(posted, message) : List.of());
    }

    /** What was typed, for a person whose question was closed meanwhile. */
    private static List<String> typed(@Nullable Map<String, List<String>> posted, String message) {
        List<String> typed = new java.util.ArrayList<>();
        if (posted != null) {
            posted.forEach((name, values) -> {
                if (!name.equals("request") && !name.equals("message")) {
                    values.stream().filter(value -> !value.isBlank()).forEach(typed::add);
                }
            });
        }
        if (!message.isBlank()) {
            typed.add(message);
        }
        return typed;
    }

    @AnyCaller
    @PostMapping("/answer")
    ModelAndView answer(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            try (PostedForm form = forms.parse(request, documents.maxBytes())) {
                String message = form.value("message");
                InformationAnswerMapper.Typed typed = answerForm.validate(visit.id(), form.values(), visit.locale());
                Map<String, String> errors = new LinkedHashMap<>(typed.errors());
                if (message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
                    errors.put(
                            "message",
                            words.getMessage("error.too-long", new Object[] {LONGEST_MESSAGE}, visit.locale()));
                }
                errors.putAll(add(visit, form));
                if (errors.isEmpty()) {
                    try {
                        actions.answer(visit.id(), form.value("request"), typed.values(), message);
                        return back(visit, "answer");
                    } catch (InvalidInput e) {
                        e.faults().forEach(fault -> errors.putIfAbsent(idOf(fault), sentence(fault, visit.locale())));
                    } catch (InformationRequestClosed | NotFound e) {
                        errors.put("", words.getMessage("error.question-closed", null, visit.locale()));
                        return questionPage(visit, HttpStatus.CONFLICT, form.values(), message, errors);
                    }
                }
                return questionPage(visit, HttpStatus.BAD_REQUEST, form.values(), message, errors);
            }
        });
    }

    /** Faults of an answer name its fields: {@code /fields/~1address~1postalCode}. */
    private static String idOf(Fault fault) {
        String fields = "/fields/";
        return fault.pointer().startsWith(fields)
                ? InformationAnswerMapper.idOfPointer(fault.pointer()
                        .substring(fields.length())
                        .replace("~1", "/")
                        .replace("~0", "~"))
                : "";
    }

    private String sentence(Fault fault, Locale locale) {
        return fault.pointer().isEmpty()
                ? words.getMessage("error.no-answer", null, locale)
                : words.getMessage("error.value", null, locale);
    }

    @AnyCaller
    @GetMapping("/withdraw")
    ModelAndView withdrawal(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> confirmation(visit, HttpStatus.OK, ""));
    }

    private ModelAndView confirmation(Visit visit, HttpStatus code, String reason) {
        ApplicationStatus status = statuses.status(visit.id(), visit.locale());
        return status.canWithdraw() || status.canLeave()
                ? page(visit, "applicant/withdraw", code, status)
                        .addObject("reason", reason)
                        .addObject(
                                "errors",
                                code == HttpStatus.OK
                                        ? Map.of()
                                        : Map.of("", words.getMessage("error.status-changed", null, visit.locale())))
                : new ModelAndView("redirect:" + visit.path());
    }

    @AnyCaller
    @PostMapping("/withdraw")
    ModelAndView withdraw(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            Optional<EnrollmentStatus> expected = EnrollmentStatus.ofWire(status);
            String why = reason.substring(
                    0,
                    reason.offsetByCodePoints(0, Math.min(LONGEST_MESSAGE, reason.codePointCount(0, reason.length()))));
            try {
                actions.withdraw(visit.id(), expected.orElseThrow(() -> new NotFound("status")), why);
                return back(visit, expected.get() == EnrollmentStatus.APPROVED ? "left" : "withdrawn");
            } catch (Conflict | NotFound e) {
                return confirmation(visit, HttpStatus.CONFLICT, reason);
            }
        });
    }

    @AnyCaller
    @PostMapping("/offer")
    ModelAndView offer(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String answer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            boolean accept = answer.equals("accept");
            if (!accept && !answer.equals("decline")) {
                return new ModelAndView("redirect:" + visit.path());
            }
            try {
                actions.answerOffer(visit.id(), accept);
                return back(visit, accept ? "accepted" : "declined");
            } catch (Conflict e) {
                return statusPage(visit, HttpStatus.CONFLICT, "", Map.of("", problem(e, visit.locale())));
            }
        });
    }

    @AnyCaller
    @PostMapping("/activities")
    ModelAndView activity(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String activity,
            @RequestParam(defaultValue = "") String answer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            boolean out = answer.equals("opt-out");
            if (!out && !answer.equals("take-part")) {
                return new ModelAndView("redirect:" + visit.path());
            }
            try {
                activities.answer(visit.id(), activity, out);
                return back(visit, out ? "opted-out" : "takes-part");
            } catch (Conflict | NotFound e) {
                return statusPage(visit, HttpStatus.CONFLICT, "", Map.of("", problem(e, visit.locale())));
            }
        });
    }

    @AnyCaller
    @GetMapping("/renew")
    ModelAndView renewal(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> renewalPage(visit, HttpStatus.OK, Map.of()));
    }

    private ModelAndView renewalPage(Visit visit, HttpStatus code, Map<String, String> errors) {
        ApplicationStatus status = statuses.status(visit.id(), visit.locale());
        if (status.renewal() == null && errors.isEmpty()) {
            return new ModelAndView("redirect:" + visit.path());
        }
        return page(visit, "applicant/renew", code, status).addObject("errors", errors);
    }

    @AnyCaller
    @PostMapping("/renew")
    ModelAndView renew(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String instance,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            try {
                String path = actions.renew(visit.id(), instance);
                return new ModelAndView("redirect:" + path + (path.contains("?") ? "&" : "?") + "done=renewed");
            } catch (Conflict | InvalidInput e) {
                return renewalPage(visit, HttpStatus.CONFLICT, Map.of("", problem(e, visit.locale())));
            }
        });
    }

    @AnyCaller
    @PostMapping("/messages")
    ModelAndView messages(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String invitations,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            boolean known = ApplicantPageFactory.LANGUAGES.stream()
                    .anyMatch(locale -> locale.toLanguageTag().equals(language));
            if (known) {
                actions.setLanguage(visit.id(), language);
            }
            if (invitations.equals("stop")) {
                actions.stopInvitations(visit.id());
            }
            return back(visit, "messages");
        });
    }

    @AnyCaller
    @PostMapping("/privacy")
    ModelAndView privacy(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String ask,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        return visit(token, request, response, visit -> {
            switch (ask) {
                case "copy" -> actions.ask(visit.id(), ApplicantActionService.PrivacyRequest.COPY);
                case "erasure" -> actions.ask(visit.id(), ApplicantActionService.PrivacyRequest.ERASURE);
                default -> {
                    return new ModelAndView("redirect:" + visit.path());
                }
            }
            return back(visit, "privacy-" + ask);
        });
    }

    /** The words of a refusal by its code; in English its own words where there are no others. */
    private String problem(Problem refusal, Locale locale) {
        try {
            return words.getMessage("problem." + refusal.code(), new Object[] {megabytes()}, locale);
        } catch (NoSuchMessageException e) {
            String own = Objects.requireNonNullElse(refusal.getMessage(), "");
            return locale.getLanguage().equals("en") && !own.isBlank()
                    ? own
                    : words.getMessage("problem.other", null, locale);
        }
    }
}
