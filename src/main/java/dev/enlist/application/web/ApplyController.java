package dev.enlist.application.web;

import dev.enlist.application.ApplicationLimitPolicy;
import dev.enlist.application.Draft;
import dev.enlist.application.DraftAnswerEvaluator;
import dev.enlist.application.DraftAnswers;
import dev.enlist.application.DraftService;
import dev.enlist.application.FormControls;
import dev.enlist.application.FormTokenService;
import dev.enlist.document.DraftFileService;
import dev.enlist.document.NewDocument;
import dev.enlist.form.FormField;
import dev.enlist.form.FormPage;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.ClientAddress;
import dev.enlist.shared.web.page.PostedForm;
import dev.enlist.shared.web.page.PostedFormParser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The pages of a public form: start, and one page for each page of the form. Each step is stored
 * before the next page is shown. Everything works without JavaScript.
 */
@Controller
@RequestMapping("/apply/{path}")
class ApplyController {

    /** Name of the field that people do not see and scripts fill in. */
    static final String TRAP = "website";

    static final String TOKEN = "token";
    private static final String FROM_CHECK = "check";

    private final ApplicationRequestResolver requests;
    private final ApplicationPageRunner runner;
    private final PostedFormParser parser;
    private final ApplicationPageFactory pages;
    private final FieldViewFactory fields;
    private final DraftService drafts;
    private final DraftAnswerEvaluator evaluator;
    private final DraftFileService files;
    private final ApplicationLimitPolicy limits;

    ApplyController(
            ApplicationRequestResolver requests,
            ApplicationPageRunner runner,
            PostedFormParser parser,
            ApplicationPageFactory pages,
            FieldViewFactory fields,
            DraftService drafts,
            DraftAnswerEvaluator evaluator,
            DraftFileService files,
            ApplicationLimitPolicy limits) {
        this.requests = requests;
        this.runner = runner;
        this.parser = parser;
        this.pages = pages;
        this.fields = fields;
        this.drafts = drafts;
        this.evaluator = evaluator;
        this.files = files;
        this.limits = limits;
    }

    // --- start

    @AnyCaller
    @GetMapping
    ModelAndView start(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return runner.in(
                path,
                http,
                response,
                request -> requests.closure(request)
                        .map(closure -> pages.closed(request, closure))
                        .orElseGet(() -> pages.start(request, Map.of(), Map.of(), Optional.empty())));
    }

    @AnyCaller
    @PostMapping("/start")
    ModelAndView begin(@PathVariable String path, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, files.maxBytes())) {
            return runner.in(path, http, response, request -> begin(request, posted));
        }
    }

    private ModelAndView begin(ApplicationRequest request, PostedForm posted) {
        Optional<ApplicationRequestResolver.Closure> closure = requests.closure(request);
        if (closure.isPresent()) {
            return pages.closed(request, closure.get());
        }
        Optional<FormTokenService.FormToken> token =
                requests.token(request, posted.value(TOKEN), ApplicationRequestResolver.startOf(request));
        if (token.isEmpty()) {
            return ApplicationPageRunner.refused(
                    pages.start(request, posted.values(), Map.of(), Optional.of(Notice.token())), HttpStatus.FORBIDDEN);
        }
        if (!posted.value(TRAP).isBlank()) {
            return ApplicationPageRunner.refused(
                    pages.start(request, posted.values(), Map.of(), Optional.of(Notice.trap())),
                    HttpStatus.BAD_REQUEST);
        }
        Map<String, String> faults = posted.has("page") ? Map.of() : pages.screeningFaults(request, posted.values());
        if (!faults.isEmpty()) {
            return ApplicationPageRunner.refused(
                    pages.start(request, posted.values(), faults, Optional.empty()), HttpStatus.BAD_REQUEST);
        }
        try {
            limits.start(ClientAddress.of(request.http()));
            String secret = drafts.begin(request.newest(), request.locale(), token.get());
            DraftCookie.write(
                    request.http(),
                    request.response(),
                    request.newest().path(),
                    secret,
                    drafts.kept(),
                    request.framed());
            request.draft().filter(old -> !old.isSent()).ifPresent(old -> deleteUnlessSame(request, old, secret));
            prefill(request, secret, posted);
        } catch (DraftService.TokenReplayed e) {
            return ApplicationPageRunner.refused(
                    pages.start(request, posted.values(), Map.of(), Optional.of(Notice.token())), HttpStatus.CONFLICT);
        } catch (ApplicationLimitPolicy.TooManyApplications e) {
            return ApplicationPageRunner.tooMany(
                    request,
                    pages.start(request, posted.values(), Map.of(), Optional.of(Notice.tooMany(e.seconds()))),
                    e);
        }
        return ApplicationPageRunner.redirect(request.path("/pages/1"));
    }

    /** A new application replaces the one that was open in this browser; a double click replaces nothing. */
    private void deleteUnlessSame(ApplicationRequest request, Draft old, String secret) {
        boolean same = drafts.find(request.newest(), secret)
                .map(begun -> begun.id().equals(old.id()))
                .orElse(false);
        if (!same) {
            drafts.delete(old);
        }
    }

    /** Answers of the screening questions, and of a page whose draft was gone, are answers of the form. */
    private void prefill(ApplicationRequest request, String secret, PostedForm posted) {
        List<FormField> asked = pages.screening(request);
        String typedOn = posted.value("page");
        if (asked.isEmpty() && typedOn.isEmpty()) {
            return;
        }
        Optional<Draft> begun = drafts.find(request.newest(), secret).filter(draft -> draft.version() == 0);
        Draft draft = begun.orElse(null);
        List<FormPage> all = request.newest().definition().pages();
        for (int number = 1; draft != null && number <= all.size(); number++) {
            if (typedOn.equals(String.valueOf(number))
                    || all.get(number - 1).fields().stream().anyMatch(asked::contains)) {
                draft = drafts.save(request.newest(), draft, number, posted.values(), "", request.context())
                        .draft();
            }
        }
    }

    // --- pages of the form

    @AnyCaller
    @GetMapping("/pages/{number}")
    ModelAndView page(
            @PathVariable String path,
            @PathVariable String number,
            HttpServletRequest http,
            HttpServletResponse response) {
        return runner.in(
                path,
                http,
                response,
                request -> runner.withDraft(request, draft -> {
                    Optional<ApplicationRequestResolver.Closure> closure = requests.closure(request);
                    if (closure.isPresent()) {
                        return pages.closed(request, closure.get());
                    }
                    DraftAnswers answers = evaluator.of(draft, request.form().definition(), request.context());
                    Optional<Integer> page = reachable(number, draft, answers);
                    return page.map(found -> pages.questions(request, draft, answers, found, Map.of(), List.of()))
                            .orElseGet(() ->
                                    ApplicationPageRunner.redirect(request.path("/pages/" + next(draft, answers))));
                }));
    }

    /** A page whose earlier pages were answered, so that conditions and the order hold. */
    private static Optional<Integer> reachable(String number, Draft draft, DraftAnswers answers) {
        if (!number.matches("[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int wanted = Integer.parseInt(number);
        List<Integer> numbers = answers.numbers();
        boolean known = numbers.contains(wanted);
        boolean reached = numbers.stream().filter(before -> before < wanted).allMatch(draft.completed()::contains);
        return known && reached ? Optional.of(wanted) : Optional.empty();
    }

    /** The first page that was not answered, else the last one. */
    private static int next(Draft draft, DraftAnswers answers) {
        List<Integer> numbers = answers.numbers();
        return numbers.stream()
                .filter(number -> !draft.completed().contains(number))
                .findFirst()
                .orElse(numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1));
    }

    @AnyCaller
    @PostMapping("/pages/{number}")
    ModelAndView answer(
            @PathVariable String path,
            @PathVariable String number,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, files.maxBytes())) {
            return runner.in(path, http, response, request -> answer(request, number, posted));
        }
    }

    private ModelAndView answer(ApplicationRequest request, String number, PostedForm posted) {
        if (request.draft().filter(draft -> !draft.isSent()).isEmpty()) {
            return request.draft().isPresent()
                    ? ApplicationPageRunner.redirect(request.path("/result"))
                    : beginWith(request, number, posted);
        }
        Draft draft = request.draft().get();
        if (!isPage(request, number)) {
            return ApplicationPageRunner.redirect(request.path(""));
        }
        int page = Integer.parseInt(number);
        if (requests.token(request, posted.value(TOKEN), draft.id()).isEmpty()) {
            return ApplicationPageRunner.refused(
                    shown(request, draft, page, posted, Notice.token()), HttpStatus.FORBIDDEN);
        }
        if (!posted.value(TRAP).isBlank()) {
            return ApplicationPageRunner.refused(
                    shown(request, draft, page, posted, Notice.trap()), HttpStatus.BAD_REQUEST);
        }
        return store(request, draft, page, posted);
    }

    /** Shows a page with what was typed, which is not stored. */
    private ModelAndView shown(ApplicationRequest request, Draft draft, int page, PostedForm posted, Notice notice) {
        Map<String, List<String>> inputs = withTyped(request, draft, page, posted);
        DraftAnswers answers = evaluator.of(draft, inputs, request.form().definition(), request.context());
        return pages.questions(request, withInputs(draft, inputs), answers, page, Map.of(), List.of(notice));
    }

    private static Draft withInputs(Draft draft, Map<String, List<String>> inputs) {
        return new Draft(
                draft.id(),
                draft.programInstanceId(),
                draft.formVersion(),
                draft.language(),
                draft.verified(),
                inputs,
                draft.completed(),
                draft.enrollmentId(),
                draft.outcome(),
                draft.createdAt(),
                draft.updatedAt(),
                draft.version());
    }

    private ModelAndView store(ApplicationRequest request, Draft draft, int page, PostedForm posted) {
        Map<String, String> fileFaults = storeFiles(request, draft, page, posted);
        if (posted.has("remove")) {
            files.remove(draft.id(), posted.value("remove"));
        }
        DraftService.Saved saved;
        try {
            saved = drafts.save(request.form(), draft, page, posted.values(), posted.value("shown"), request.context());
        } catch (DraftService.DraftClosed e) {
            return ApplicationPageRunner.redirect(request.path("/result"));
        }
        Optional<ApplicationRequestResolver.Closure> closure = requests.closure(request);
        if (closure.isPresent()) {
            return pages.closed(request, closure.get());
        }
        if (posted.has("save")) {
            return ApplicationPageRunner.redirect(request.path("/save"));
        }
        if (posted.has("upload") || posted.has("remove")) {
            return pages.questions(request, saved.draft(), saved.answers(), page, fileFaults, List.of());
        }
        List<Notice> notices = new ArrayList<>();
        if (saved.changedElsewhere()) {
            notices.add(Notice.otherWindow(saved.keptFromElsewhere(), request.locale()));
        }
        Map<String, String> faults = new LinkedHashMap<>(fileFaults);
        List<FormField> asked =
                request.form().definition().pages().get(page - 1).fields();
        Set<String> revealed = revealed(posted, asked, saved.answers());
        saved.answers().faults(page).stream()
                .filter(fault -> asked.stream()
                        .noneMatch(field ->
                                revealed.contains(field.name()) && FieldViewFactory.isOf(field, fault.field())))
                .forEach(fault -> fields.sentences(asked, List.of(fault), request.locale())
                        .forEach(faults::putIfAbsent));
        boolean openQuestions = !saved.answers().faults(page).isEmpty();
        if (faults.isEmpty() && openQuestions) {
            notices.add(Notice.moreQuestions());
        }
        if (!faults.isEmpty() || !notices.isEmpty()) {
            ModelAndView again = pages.questions(request, saved.draft(), saved.answers(), page, faults, notices);
            return faults.isEmpty() ? again : ApplicationPageRunner.refused(again, HttpStatus.BAD_REQUEST);
        }
        return ApplicationPageRunner.redirect(
                request.path(after(saved, page, posted.value("from").equals(FROM_CHECK))));
    }

    /** Visible questions that the page did not show yet: the browser had no script, and an answer has added them. */
    private static Set<String> revealed(PostedForm posted, List<FormField> asked, DraftAnswers answers) {
        if (!posted.has("asked")) {
            return Set.of();
        }
        Set<String> shown = Set.of(posted.value("asked").split(" "));
        return asked.stream()
                .map(FormField::name)
                .filter(name -> answers.visible().contains(name) && !shown.contains(name))
                .collect(Collectors.toSet());
    }

    private static String after(DraftService.Saved saved, int page, boolean fromCheck) {
        List<Integer> numbers = saved.answers().numbers();
        Optional<Integer> following = numbers.stream()
                .filter(number -> fromCheck ? !saved.draft().completed().contains(number) : number > page)
                .findFirst();
        return following
                .map(number -> "/pages/" + number + (fromCheck ? "?from=check" : ""))
                .orElse("/check");
    }

    /** Sentences by id of the control. */
    private Map<String, String> storeFiles(ApplicationRequest request, Draft draft, int page, PostedForm posted) {
        Map<String, String> faults = new LinkedHashMap<>();
        List<FormField> asked =
                request.form().definition().pages().get(page - 1).fields();
        for (String name : posted.tooLarge()) {
            pages.file(asked, name)
                    .ifPresent(field -> faults.put(FieldViewFactory.id(name), pages.tooLarge(field, request.locale())));
        }
        for (PostedForm.PostedFile file : posted.files()) {
            Optional<FormField> field = pages.file(asked, file.control());
            if (field.isPresent()) {
                try {
                    files.add(
                            draft.id(),
                            new NewDocument(field.get().documentType(), null, file.fileName(), file.declared()),
                            field.get().maxFiles(),
                            file.content());
                } catch (Problem e) {
                    faults.put(
                            FieldViewFactory.id(file.control()),
                            pages.fileFault(field.get(), file.fileName(), e, request.locale()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return faults;
    }

    /** The draft is gone: what was typed begins a new one. */
    private ModelAndView beginWith(ApplicationRequest request, String number, PostedForm posted) {
        return ApplicationPageRunner.refused(pages.expired(request, number, posted.values()), HttpStatus.NOT_FOUND);
    }

    /**
     * Stores what was typed while the page stays open; for scripts, when a person leaves the page. Answers with what the
     * page shows now, for its next request.
     */
    @AnyCaller
    @PostMapping("/pages/{number}/keep")
    ResponseEntity<String> keep(
            @PathVariable String path,
            @PathVariable String number,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, files.maxBytes())) {
            return requests.in(
                    path,
                    http,
                    response,
                    request -> request.draft()
                            .filter(draft -> !draft.isSent() && isPage(request, number))
                            .filter(draft -> requests.token(request, posted.value(TOKEN), draft.id())
                                    .isPresent())
                            .map(draft -> drafts.save(
                                    request.form(),
                                    draft,
                                    Integer.parseInt(number),
                                    posted.values(),
                                    posted.value("shown"),
                                    request.context()))
                            .map(saved -> ResponseEntity.ok()
                                    .contentType(MediaType.TEXT_PLAIN)
                                    .body(saved.shown()))
                            .orElseGet(() ->
                                    ResponseEntity.status(HttpStatus.FORBIDDEN).build()),
                    () -> ResponseEntity.status(HttpStatus.FORBIDDEN).build());
        }
    }

    /** Names of the questions that are asked with what is typed now; for the script of a page with conditions. */
    @AnyCaller
    @PostMapping("/pages/{number}/visible")
    ResponseEntity<List<String>> visible(
            @PathVariable String path,
            @PathVariable String number,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        try (PostedForm posted = parser.parse(http, files.maxBytes())) {
            return requests.in(
                    path,
                    http,
                    response,
                    request -> request.draft()
                            .filter(draft -> isPage(request, number))
                            .filter(draft -> requests.token(request, posted.value(TOKEN), draft.id())
                                    .isPresent())
                            .map(draft -> ResponseEntity.ok(visible(request, draft, Integer.parseInt(number), posted)))
                            .orElseGet(() -> ResponseEntity.notFound().build()),
                    () -> ResponseEntity.notFound().build());
        }
    }

    private List<String> visible(ApplicationRequest request, Draft draft, int page, PostedForm posted) {
        Map<String, List<String>> inputs = withTyped(request, draft, page, posted);
        DraftAnswers answers = evaluator.of(draft, inputs, request.form().definition(), request.context());
        return request.form().definition().pages().get(page - 1).fields().stream()
                .map(FormField::name)
                .filter(answers.visible()::contains)
                .toList();
    }

    private static boolean isPage(ApplicationRequest request, String number) {
        return number.matches("[1-9][0-9]{0,2}")
                && Integer.parseInt(number)
                        <= request.form().definition().pages().size();
    }

    private static Map<String, List<String>> withTyped(
            ApplicationRequest request, Draft draft, int page, PostedForm posted) {
        Map<String, List<String>> inputs = new LinkedHashMap<>(draft.inputs());
        for (FormField field : request.form().definition().pages().get(page - 1).fields()) {
            for (String control : FormControls.of(field)) {
                inputs.put(control, posted.values().getOrDefault(control, List.of()));
            }
        }
        return inputs;
    }
}
