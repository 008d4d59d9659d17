package dev.enlist.application.web;

import dev.enlist.application.ApplicationLimitPolicy;
import dev.enlist.application.ApplicationProperties;
import dev.enlist.application.Draft;
import dev.enlist.application.DraftService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.validation.EmailAddress;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.page.ApplicantPage;
import dev.enlist.shared.web.page.PostedForm;
import dev.enlist.shared.web.page.PostedFormParser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Save and finish later: mails a link to the draft, and opens it again on any device. What a page says does not depend on
 * whether an e-mail is known.
 */
@Controller
@RequestMapping("/apply/{path}")
class SaveController {

    /** Most bytes of a file: these pages have none. */
    private static final long NO_FILES = 0;

    /** Longest e-mail, in characters; RFC 5321. */
    private static final int LONGEST = 254;

    private final ApplicationRequestResolver requests;
    private final ApplicationPageRunner runner;
    private final PostedFormParser parser;
    private final ApplicationPageFactory pages;
    private final DraftService drafts;
    private final ApplicationLimitPolicy limits;
    private final ApplicationProperties properties;
    private final Validator validator;
    private final MessageSource words;

    SaveController(
            ApplicationRequestResolver requests,
            ApplicationPageRunner runner,
            PostedFormParser parser,
            ApplicationPageFactory pages,
            DraftService drafts,
            ApplicationLimitPolicy limits,
            ApplicationProperties properties,
            Validator validator,
            MessageSource words) {
        this.requests = requests;
        this.runner = runner;
        this.parser = parser;
        this.pages = pages;
        this.drafts = drafts;
        this.limits = limits;
        this.properties = properties;
        this.validator = validator;
        this.words = words;
    }

    /** An e-mail as the API takes it. */
    record Typed(@EmailAddress String email) {}

    /** What the page of an e-mail asks and says. */
    private enum Purpose {
        SAVE,
        RESUME
    }

    // --- the link to the draft of this browser

    @AnyCaller
    @GetMapping("/save")
    ModelAndView save(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return runner.in(
                path,
                http,
                response,
                request -> request.draft()
                        .filter(draft -> !draft.isSent())
                        .map(draft -> ask(request, Purpose.SAVE, draft.input("email"), Map.of(), List.of()))
                        .orElseGet(() -> gone(request)));
    }

    @AnyCaller
    @PostMapping("/save")
    ModelAndView mail(@PathVariable String path, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, NO_FILES)) {
            return runner.in(
                    path,
                    http,
                    response,
                    request -> request.draft()
                            .filter(draft -> !draft.isSent())
                            .map(draft -> send(request, Purpose.SAVE, Optional.of(draft), posted))
                            .orElseGet(() -> gone(request)));
        }
    }

    // --- a link to a draft that is not open in this browser

    @AnyCaller
    @GetMapping("/resume")
    ModelAndView resume(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return runner.in(path, http, response, request -> ask(request, Purpose.RESUME, "", Map.of(), List.of()));
    }

    @AnyCaller
    @PostMapping("/resume")
    ModelAndView request(@PathVariable String path, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, NO_FILES)) {
            return runner.in(path, http, response, request -> send(request, Purpose.RESUME, Optional.empty(), posted));
        }
    }

    private ModelAndView send(ApplicationRequest request, Purpose purpose, Optional<Draft> draft, PostedForm posted) {
        String email = posted.value("email").strip();
        String subject = draft.map(Draft::id).orElse(ApplicationRequestResolver.startOf(request));
        if (requests.token(request, posted.value(ApplyController.TOKEN), subject)
                .isEmpty()) {
            return ApplicationPageRunner.refused(
                    ask(request, purpose, email, Map.of(), List.of(Notice.token())), HttpStatus.FORBIDDEN);
        }
        if (!posted.value(ApplyController.TRAP).isBlank()) {
            return ApplicationPageRunner.refused(
                    ask(request, purpose, email, Map.of(), List.of(Notice.trap())), HttpStatus.BAD_REQUEST);
        }
        if (email.isEmpty()
                || email.length() > LONGEST
                || !validator.validate(new Typed(email)).isEmpty()) {
            String sentence = say("save.email.fault", request.locale());
            return ApplicationPageRunner.refused(
                    ask(request, purpose, email, Map.of("email", sentence), List.of()), HttpStatus.BAD_REQUEST);
        }
        if (!drafts.canMail()) {
            return ask(request, purpose, email, Map.of(), List.of());
        }
        try {
            limits.mail(email, ClientAddress.of(request.http()));
        } catch (ApplicationLimitPolicy.TooManyApplications e) {
            request.response().setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(e.seconds()));
            return ApplicationPageRunner.refused(
                    ask(request, purpose, email, Map.of(), List.of(Notice.tooMany(e.seconds()))),
                    HttpStatus.TOO_MANY_REQUESTS);
        }
        if (draft.isPresent()) {
            drafts.mailLink(request.newest(), draft.get(), email, request.locale());
        } else {
            drafts.mailLinkTo(request.newest(), email, request.locale());
        }
        ModelAndView page = page(request, "sent", "save.sent.title", false);
        page.addObject("text", say(draft.isPresent() ? "save.sent.draft" : "save.sent.text", request.locale(), email));
        page.addObject("kept", draft.isPresent() ? say("save.sent.kept", request.locale(), until(request)) : null);
        page.addObject("open", draft.isPresent());
        return page;
    }

    private ModelAndView ask(
            ApplicationRequest request,
            Purpose purpose,
            String email,
            Map<String, String> errors,
            List<Notice> notices) {
        boolean save = purpose == Purpose.SAVE;
        boolean faulty = !errors.isEmpty() || !notices.isEmpty();
        ModelAndView page = page(request, "save", save ? "save.title" : "resume.title", faulty);
        String subject = save ? request.draft().map(Draft::id).orElse("") : ApplicationRequestResolver.startOf(request);
        page.addObject("token", requests.issue(subject));
        page.addObject("action", request.path(save ? "/save" : "/resume"));
        page.addObject("saving", save);
        page.addObject("mailed", drafts.canMail());
        page.addObject(
                "text",
                drafts.canMail()
                        ? say(
                                save ? "save.text" : "resume.text",
                                request.locale(),
                                properties.keepDrafts().toDays())
                        : say(save ? "save.no-mail" : "save.no-mail.resume", request.locale(), until(request)));
        page.addObject("email", email);
        page.addObject("errors", errors);
        page.addObject("notices", notices);
        return page;
    }

    // --- the mailed link

    /** Changes nothing: programs that check mails open links, too. */
    @AnyCaller
    @GetMapping("/resume/{token}")
    ModelAndView link(
            @PathVariable String path,
            @PathVariable String token,
            HttpServletRequest http,
            HttpServletResponse response) {
        return runner.in(
                path,
                http,
                response,
                request -> drafts.ofLink(request.newest(), token)
                        .map(draft -> {
                            ModelAndView page = page(request, "resume", "resume.open.title", false);
                            page.addObject(
                                    "text",
                                    say(
                                            "resume.open.text",
                                            request.locale(),
                                            ApplicationPageFactory.programTitle(request),
                                            ApplicationRequestResolver.day(
                                                    draft.updatedAt().plus(properties.keepDrafts()),
                                                    request.instance().zone(),
                                                    request.locale())));
                            page.addObject("action", request.path("/resume/" + token));
                            return page;
                        })
                        .orElseGet(() -> ended(request)));
    }

    @AnyCaller
    @PostMapping("/resume/{token}")
    ModelAndView open(
            @PathVariable String path,
            @PathVariable String token,
            HttpServletRequest http,
            HttpServletResponse response) {
        return runner.in(
                path,
                http,
                response,
                request -> drafts.open(request.newest(), token)
                        .map(secret -> {
                            DraftCookie.write(
                                    http, response, request.newest().path(), secret, drafts.kept(), request.framed());
                            return ApplicationPageRunner.redirect(request.path("/go-on"));
                        })
                        .orElseGet(() -> ended(request)));
    }

    /** To the first page that was not answered. */
    @AnyCaller
    @GetMapping("/go-on")
    ModelAndView goOn(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return runner.in(
                path,
                http,
                response,
                request -> pages.goOn(request)
                        .map(below -> ApplicationPageRunner.redirect(request.path(below)))
                        .orElseGet(() -> gone(request)));
    }

    private ModelAndView ended(ApplicationRequest request) {
        ModelAndView page = page(request, "link-ended", "resume.gone.title", false);
        page.addObject(
                "text",
                say(
                        "resume.gone.text",
                        request.locale(),
                        properties.keepDrafts().toDays()));
        page.addObject("mailed", drafts.canMail());
        return ApplicationPageRunner.refused(page, HttpStatus.NOT_FOUND);
    }

    // --- common

    private ModelAndView gone(ApplicationRequest request) {
        return request.draft().isPresent()
                ? ApplicationPageRunner.redirect(request.path("/result"))
                : ApplicationPageRunner.refused(pages.expired(request, "", Map.of()), HttpStatus.NOT_FOUND);
    }

    private ModelAndView page(ApplicationRequest request, String template, String titleKey, boolean faulty) {
        String title = say(titleKey, request.locale());
        ModelAndView page = new ModelAndView("apply/" + template);
        page.addObject(ApplicantPage.ATTRIBUTE, request.page());
        page.addObject("root", request.path(""));
        page.addObject("title", faulty ? say("page.error", request.locale()) + ": " + title : title);
        page.addObject("heading", title);
        page.addObject("errors", Map.of());
        page.addObject("notices", List.of());
        return page;
    }

    private String until(ApplicationRequest request) {
        return ApplicationRequestResolver.day(
                request.now().plus(properties.keepDrafts()), request.instance().zone(), request.locale());
    }

    private String say(String key, Locale locale, Object... arguments) {
        return words.getMessage(key, arguments.length == 0 ? null : arguments, locale);
    }
}
