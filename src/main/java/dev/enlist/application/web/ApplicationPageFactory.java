package dev.enlist.application.web;

import dev.enlist.application.ApplicationProperties;
import dev.enlist.application.Draft;
import dev.enlist.application.DraftAnswerEvaluator;
import dev.enlist.application.DraftAnswers;
import dev.enlist.application.DraftService;
import dev.enlist.application.FormControls;
import dev.enlist.application.Outcome;
import dev.enlist.application.ProofOfWorkService;
import dev.enlist.form.AnswerFault;
import dev.enlist.form.AnswerValidator;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.FormPage;
import dev.enlist.form.LocalizedText;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.validation.UsStates;
import dev.enlist.shared.web.page.ApplicantPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Makes the pages of a form: templates {@code apply/…} with their models. */
@Component
class ApplicationPageFactory {

    /** Questions that a person answers in a minute, for the time that the start page names. */
    private static final int QUESTIONS_PER_MINUTE = 3;

    private static final int SHORTEST_MINUTES = 2;

    private final ApplicationRequestResolver requests;
    private final FieldViewFactory fields;
    private final AnswerRenderer answerTexts;
    private final DraftAnswerEvaluator evaluator;
    private final AnswerValidator validator;
    private final DraftService drafts;
    private final ProofOfWorkService proofs;
    private final ApplicationProperties properties;
    private final MessageSource words;

    ApplicationPageFactory(
            ApplicationRequestResolver requests,
            FieldViewFactory fields,
            AnswerRenderer answerTexts,
            DraftAnswerEvaluator evaluator,
            AnswerValidator validator,
            DraftService drafts,
            ProofOfWorkService proofs,
            ApplicationProperties properties,
            MessageSource words) {
        this.requests = requests;
        this.fields = fields;
        this.answerTexts = answerTexts;
        this.evaluator = evaluator;
        this.validator = validator;
        this.drafts = drafts;
        this.proofs = proofs;
        this.properties = properties;
        this.words = words;
    }

    private String say(String key, Locale locale, Object... arguments) {
        return words.getMessage(key, arguments.length == 0 ? null : arguments, locale);
    }

    private ModelAndView page(ApplicationRequest request, String template, String title, boolean faulty) {
        ModelAndView page = new ModelAndView("apply/" + template);
        page.addObject(ApplicantPage.ATTRIBUTE, request.page());
        page.addObject("root", request.path(""));
        page.addObject("program", programTitle(request));
        page.addObject("title", faulty ? say("page.error", request.locale()) + ": " + title : title);
        page.addObject("heading", title);
        page.addObject("notices", List.of());
        page.addObject("errors", Map.of());
        return page;
    }

    static String programTitle(ApplicationRequest request) {
        return request.instance().details().title();
    }

    private static String formTitle(ApplicationRequest request) {
        LocalizedText title = request.form().definition().title();
        return title == null ? "" : title.in(request.locale());
    }

    private String until(ApplicationRequest request, Instant changed) {
        return ApplicationRequestResolver.day(
                changed.plus(properties.keepDrafts()), request.instance().zone(), request.locale());
    }

    private static long faultyNotices(Collection<Notice> notices) {
        return notices.stream().filter(notice -> notice.kind().equals("danger")).count();
    }

    // --- start and what stands in its place

    /** The fields that the start page asks first. */
    List<FormField> screening(ApplicationRequest request) {
        List<String> names = Optional.ofNullable(request.newest().settings().screeningQuestions())
                .orElse(List.of());
        return names.stream()
                .flatMap(name -> request.newest().definition().field(name).stream())
                .filter(field -> field.type() != FieldType.FILE)
                .toList();
    }

    /** What to correct in the screening questions; by id of the control. */
    Map<String, String> screeningFaults(ApplicationRequest request, Map<String, List<String>> typed) {
        List<FormField> asked = screening(request);
        if (asked.isEmpty()) {
            return Map.of();
        }
        FormDefinition questions = new FormDefinition(List.of(new FormPage(null, null, asked)));
        List<AnswerFault> faults =
                validator.page(questions, 0, typed, Map.of(), request.context()).faults();
        return fields.sentences(asked, faults, request.locale());
    }

    ModelAndView start(
            ApplicationRequest request,
            Map<String, List<String>> typed,
            Map<String, String> errors,
            Optional<Notice> notice) {
        Locale locale = request.locale();
        String title = formTitle(request);
        FormDefinition form = request.newest().definition();
        boolean faulty = !errors.isEmpty() || faultyNotices(notice.stream().toList()) > 0;
        ModelAndView page = page(
                request, "start", title.isEmpty() ? say("start.title", locale, programTitle(request)) : title, faulty);
        page.addObject("intro", form.intro() == null ? "" : form.intro().in(locale));
        page.addObject("description", request.instance().details().description());
        page.addObject("criteria", request.instance().details().eligibilityCriteria());
        page.addObject("needs", needs(request));
        page.addObject("minutes", minutes(request));
        page.addObject("days", properties.keepDrafts().toDays());
        page.addObject("deadline", deadline(request).orElse(null));
        page.addObject("token", requests.issue(ApplicationRequestResolver.startOf(request)));
        page.addObject("notices", notice.stream().toList());
        page.addObject("errors", errors);
        page.addObject("mailed", drafts.canMail());
        addOpenDraft(request, page);
        List<FormField> asked = screening(request);
        if (!asked.isEmpty()) {
            FormDefinition questions = new FormDefinition(List.of(new FormPage(null, null, asked)));
            DraftAnswers none = new DraftAnswers(
                    questions,
                    List.of(),
                    Map.of(),
                    Set.copyOf(asked.stream().map(FormField::name).toList()),
                    List.of());
            page.addObject(
                    "fields",
                    asked.stream()
                            .map(field -> fields.view(field, typed, none, errors, locale))
                            .toList());
            addLists(page, asked, locale);
        } else {
            page.addObject("fields", List.of());
        }
        return page;
    }

    private void addOpenDraft(ApplicationRequest request, ModelAndView page) {
        Optional<Draft> open = request.draft().filter(draft -> !draft.isSent());
        page.addObject("open", open.isPresent());
        page.addObject("sent", request.draft().filter(Draft::isSent).isPresent());
        open.ifPresent(draft -> {
            DraftAnswers answers = evaluator.of(draft, request.form().definition(), request.context());
            List<Integer> numbers = answers.numbers();
            Optional<Integer> next = numbers.stream()
                    .filter(number -> !draft.completed().contains(number))
                    .findFirst();
            page.addObject(
                    "openStep",
                    next.map(numbers::indexOf).map(index -> index + 1).orElse(numbers.size()));
            page.addObject("openSteps", numbers.size());
            page.addObject(
                    "openPath",
                    request.path(next.map(number -> "/pages/" + number).orElse("/check")));
        });
    }

    /** The page, below the root of the form, on which the draft of the browser goes on; empty without a draft. */
    Optional<String> goOn(ApplicationRequest request) {
        return request.draft().map(draft -> {
            if (draft.isSent()) {
                return "/result";
            }
            DraftAnswers answers = evaluator.of(draft, request.form().definition(), request.context());
            return answers.numbers().stream()
                    .filter(number -> !draft.completed().contains(number))
                    .findFirst()
                    .map(number -> "/pages/" + number)
                    .orElse("/check");
        });
    }

    /** What the instance names, else the documents that the form needs. */
    private static List<String> needs(ApplicationRequest request) {
        List<LocalizedText> named = request.newest().settings().whatYouNeed();
        Stream<LocalizedText> texts = named == null || named.isEmpty()
                ? request.newest().definition().files().stream()
                        .filter(FormField::required)
                        .map(FormField::label)
                : named.stream();
        return texts.map(text -> text.in(request.locale())).toList();
    }

    private static int minutes(ApplicationRequest request) {
        Integer stated = request.newest().settings().duration();
        int questions = request.newest().definition().fields().size();
        return stated != null
                ? stated
                : Math.max(SHORTEST_MINUTES, (questions + QUESTIONS_PER_MINUTE - 1) / QUESTIONS_PER_MINUTE);
    }

    private static Optional<String> deadline(ApplicationRequest request) {
        Optional<Instant> form = request.newest().endsAt();
        Optional<Instant> instance = request.instance().endsAt();
        return Stream.of(form, instance)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(end -> ApplicationRequestResolver.lastDay(
                        end, request.instance().zone(), request.locale()));
    }

    ModelAndView closed(ApplicationRequest request, ApplicationRequestResolver.Closure closure) {
        Locale locale = request.locale();
        ModelAndView page = page(request, "closed", say("closed.title", locale), false);
        String at = closure.at()
                .map(instant -> closure.key().equals("closed.ended.at")
                        ? ApplicationRequestResolver.lastDay(
                                instant, request.instance().zone(), locale)
                        : ApplicationRequestResolver.day(
                                instant, request.instance().zone(), locale))
                .orElse("");
        String key = closure.key().equals("closed.not-begun") && at.isEmpty() ? "closed.inactive" : closure.key();
        page.addObject("text", say(key, locale, programTitle(request), at));
        page.addObject(
                "kept",
                request.draft()
                        .filter(draft -> !draft.isSent())
                        .map(draft -> say("closed.draft", locale, until(request, request.now())))
                        .orElse(null));
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    ModelAndView full(ApplicationRequest request, Draft draft) {
        ModelAndView page = page(request, "full", say("result.full", request.locale()), false);
        page.addObject("text", say("result.full.text", request.locale(), until(request, request.now())));
        return page;
    }

    /** A page for a path without a form. */
    ModelAndView unknown(ApplicantPage frame) {
        ModelAndView page = new ModelAndView("apply/unknown");
        page.addObject(ApplicantPage.ATTRIBUTE, frame);
        page.addObject("title", say("unknown.title", frame.locale()));
        page.addObject("heading", say("unknown.title", frame.locale()));
        page.setStatus(HttpStatus.NOT_FOUND);
        return page;
    }

    /**
     * The page of an expired draft, which keeps what was just typed.
     *
     * @param number of the page on which it was typed; empty for none
     */
    ModelAndView expired(ApplicationRequest request, String number, Map<String, List<String>> typed) {
        ModelAndView page = page(request, "expired", say("expired.title", request.locale()), false);
        List<String> known = request.newest().definition().fields().stream()
                .flatMap(field -> FormControls.of(field).stream())
                .toList();
        Map<String, List<String>> kept = new LinkedHashMap<>();
        typed.forEach((control, values) -> {
            if (known.contains(control) && values.stream().anyMatch(value -> !value.isBlank())) {
                kept.put(control, values);
            }
        });
        page.addObject("typed", kept);
        page.addObject("number", number.matches("[1-9][0-9]{0,2}") ? number : "");
        page.addObject("days", properties.keepDrafts().toDays());
        page.addObject("token", requests.issue(ApplicationRequestResolver.startOf(request)));
        page.addObject("mailed", drafts.canMail());
        return page;
    }

    // --- questions

    ModelAndView questions(
            ApplicationRequest request,
            Draft draft,
            DraftAnswers answers,
            int number,
            Map<String, String> errors,
            List<Notice> notices) {
        Locale locale = request.locale();
        FormPage shown = request.form().definition().pages().get(number - 1);
        String heading = shown.title() == null
                ? say("step.no-title", locale)
                : shown.title().in(locale);
        boolean faulty = !errors.isEmpty() || faultyNotices(notices) > 0;
        ModelAndView page = page(request, "questions", heading, faulty);
        List<Integer> numbers = answers.numbers();
        int step = Math.max(1, numbers.indexOf(number) + 1);
        boolean fromCheck = "check".equals(request.http().getParameter("from"));
        page.addObject("number", number);
        page.addObject("step", step);
        page.addObject("steps", Math.max(step, numbers.size()));
        page.addObject("intro", shown.intro() == null ? "" : shown.intro().in(locale));
        page.addObject(
                "fields",
                shown.fields().stream()
                        .map(field -> fields.view(field, draft.inputs(), answers, errors, locale))
                        .toList());
        page.addObject("hasFiles", shown.fields().stream().anyMatch(field -> field.type() == FieldType.FILE));
        page.addObject("conditional", shown.fields().stream().anyMatch(field -> field.visibleWhen() != null));
        page.addObject("maxSize", fields.maxSize(locale));
        page.addObject("shown", FormControls.digests(shown.fields(), draft.inputs()));
        page.addObject(
                "asked",
                String.join(
                        " ",
                        shown.fields().stream()
                                .map(FormField::name)
                                .filter(answers.visible()::contains)
                                .toList()));
        page.addObject("token", requests.issue(draft.id()));
        page.addObject("fromCheck", fromCheck);
        page.addObject("errors", errors);
        page.addObject("notices", notices);
        page.addObject("back", request.path(back(numbers, number, fromCheck)));
        addLists(page, shown.fields(), locale);
        return page;
    }

    private static String back(List<Integer> numbers, int number, boolean fromCheck) {
        if (fromCheck) {
            return "/check";
        }
        int index = numbers.indexOf(number);
        return index > 0 ? "/pages/" + numbers.get(index - 1) : "";
    }

    /** Lists to pick from: states and countries, where a question asks for them. */
    private static void addLists(ModelAndView page, List<FormField> asked, Locale locale) {
        boolean address = asked.stream()
                .anyMatch(field ->
                        field.type() == FieldType.ADDRESS || field.name().startsWith("address."));
        page.addObject("dateExample", locale.getLanguage().equals("en") ? "3 27 2026" : "27 3 2026");
        page.addObject("states", address ? UsStates.names() : List.of());
        page.addObject("countries", address ? countries(locale) : List.of());
    }

    private static List<String> countries(Locale locale) {
        return Arrays.stream(Locale.getISOCountries())
                .map(code -> new Locale.Builder().setRegion(code).build().getDisplayCountry(locale))
                .sorted(java.text.Collator.getInstance(locale))
                .toList();
    }

    /** The field of a page that a posted file belongs to. */
    Optional<FormField> file(List<FormField> asked, String name) {
        return asked.stream()
                .filter(field -> field.type() == FieldType.FILE && field.name().equals(name))
                .findFirst();
    }

    String tooLarge(FormField field, Locale locale) {
        return say("file.fault.too-large", locale, field.label().in(locale), fields.maxSize(locale));
    }

    /** Why a file was refused, and what to do. */
    String fileFault(FormField field, String name, Problem problem, Locale locale) {
        String key =
                switch (problem.code()) {
                    case "document-too-large" -> "file.fault.too-large";
                    case "document-infected" -> "file.fault.infected";
                    case "document-limit-reached" -> "file.fault.many";
                    case "document-type-mismatch" -> "file.fault.mismatch";
                    case "document-type-not-supported" -> "file.fault.type";
                    default -> "file.fault.other";
                };
        return key.equals("file.fault.too-large")
                ? tooLarge(field, locale)
                : say(key, locale, name, key.equals("file.fault.many") ? field.maxFiles() : "");
    }

    // --- check your answers

    /** A page of the form on the check page. */
    record Section(String title, int number, List<Row> rows, boolean incomplete) {}

    /** An answer on the check page. */
    record Row(String label, String answer, String href, boolean missing) {}

    ModelAndView check(
            ApplicationRequest request, DraftAnswers answers, Map<String, String> programFaults, List<Notice> notices) {
        Locale locale = request.locale();
        Draft draft = request.draft().orElseThrow();
        Map<String, String> errors = new LinkedHashMap<>();
        List<Section> sections = new ArrayList<>();
        for (int number : answers.numbers()) {
            FormPage asked = answers.form().pages().get(number - 1);
            List<AnswerFault> faults = answers.faults(number);
            List<Row> rows = new ArrayList<>();
            for (FormField field : asked.fields()) {
                if (answers.visible().contains(field.name())) {
                    boolean missing = faults.stream().anyMatch(fault -> FieldViewFactory.isOf(field, fault.field()));
                    String href = request.path("/pages/" + number) + "?from=check#"
                            + FieldViewFactory.anchor(field, field.name());
                    rows.add(
                            new Row(field.label().in(locale), answerTexts.text(field, answers, locale), href, missing));
                }
            }
            for (Map.Entry<String, String> fault :
                    fields.sentences(asked.fields(), faults, locale).entrySet()) {
                errors.put(request.path("/pages/" + number) + "?from=check#" + fault.getKey(), fault.getValue());
            }
            String title = asked.title() == null
                    ? say("step.no-title", locale)
                    : asked.title().in(locale);
            sections.add(new Section(title, number, rows, !faults.isEmpty()));
        }
        errors.putAll(programFaults);
        boolean faulty = !errors.isEmpty() || faultyNotices(notices) > 0;
        ModelAndView page = page(request, "check", say("check.title", locale), faulty);
        LocalizedText submit = request.form().definition().submitLabel();
        List<Integer> numbers = answers.numbers();
        page.addObject("sections", sections);
        page.addObject("errors", errors);
        page.addObject("notices", notices);
        page.addObject("complete", answers.incomplete().isEmpty());
        page.addObject("terms", request.instance().details().programTerms());
        page.addObject("termsVersion", request.instance().termsVersion());
        page.addObject("submit", submit == null ? say("check.send", locale) : submit.in(locale));
        page.addObject("token", requests.issue(draft.id()));
        page.addObject("proof", proofs.isRequired(request.newest()) && !draft.verified());
        page.addObject("back", request.path(numbers.isEmpty() ? "" : "/pages/" + numbers.get(numbers.size() - 1)));
        return page;
    }

    /** Faults that the program finds, as links to the question, where the form has one. */
    Map<String, String> programFaults(ApplicationRequest request, List<Fault> faults) {
        Map<String, String> errors = new LinkedHashMap<>();
        FormDefinition form = request.form().definition();
        for (Fault fault : faults) {
            String name = fault.pointer().replaceFirst("^/", "").replace('/', '.');
            String href = "";
            String label = "";
            for (int number = 1; number <= form.pages().size(); number++) {
                for (FormField field : form.pages().get(number - 1).fields()) {
                    if (FieldViewFactory.isOf(field, name)) {
                        href = request.path("/pages/" + number) + "?from=check#" + FieldViewFactory.anchor(field, name);
                        label = field.label().in(request.locale()) + ": ";
                    }
                }
            }
            errors.put(href, label + fault.message());
        }
        return errors;
    }

    /** A change that would make the person eligible, as the label of the question and the answer. */
    Optional<String> change(ApplicationRequest request, String input, @Nullable Object value) {
        FormDefinition form = request.form().definition();
        String name =
                switch (input) {
                    case "state", "postalCode", "country" -> "address." + input;
                    default -> input;
                };
        return form.fields().stream()
                .filter(field -> FieldViewFactory.isOf(field, name))
                .findFirst()
                .map(field -> say(
                        "result.change.item",
                        request.locale(),
                        field.label().in(request.locale()),
                        field.type() == FieldType.ADDRESS || field.type() == FieldType.DEVICE
                                ? String.valueOf(value)
                                : answerTexts.text(field, value, request.locale())));
    }

    // --- result

    ModelAndView result(ApplicationRequest request, Outcome outcome) {
        Locale locale = request.locale();
        String heading =
                switch (outcome.kind()) {
                    case SUBMITTED -> say("result.received", locale);
                    case WAITLISTED -> say("result.waiting", locale);
                    case IN_CHECK -> say("result.review", locale);
                    case INELIGIBLE -> say("result.not-eligible", locale);
                };
        ModelAndView page = page(request, "result", heading, false);
        LocalizedText thanks = request.newest().definition().thanks();
        page.addObject("outcome", outcome);
        page.addObject("kind", outcome.kind().name());
        page.addObject("thanks", thanks == null ? "" : thanks.in(locale));
        page.addObject("mailed", drafts.canMail());
        page.addObject("email", outcome.email());
        page.addObject("link", outcome.link());
        return page;
    }
}
