package dev.enlist.application.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.application.DraftAnswerEvaluator;
import dev.enlist.application.DraftAnswers;
import dev.enlist.application.FormControls;
import dev.enlist.form.AnswerContext;
import dev.enlist.form.AnswerFault;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.FormField;
import dev.enlist.form.FormPage;
import dev.enlist.form.LocalizedText;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.page.ApplicantPage;
import dev.enlist.shared.web.page.PageBrandSource;
import dev.enlist.shared.web.page.PageLanguageResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The form that a coordinator edits, as an applicant sees it: the same questions, conditions, faults and brand as the pages
 * for applicants. Everything that was typed goes along in the page; nothing is stored.
 */
@Controller
class FormPreviewPageController {

    /** The pages of the console show it in a frame. */
    private static final String IN_FRAME =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    private final ProgramInstanceService instances;
    private final DraftAnswerEvaluator evaluator;
    private final FieldViewFactory fields;
    private final PageBrandSource brands;
    private final PageLanguageResolver languages;
    private final StrictJson json;
    private final Clock clock;

    FormPreviewPageController(
            ProgramInstanceService instances,
            DraftAnswerEvaluator evaluator,
            FieldViewFactory fields,
            PageBrandSource brands,
            PageLanguageResolver languages,
            StrictJson json,
            Clock clock) {
        this.instances = instances;
        this.evaluator = evaluator;
        this.fields = fields;
        this.brands = brands;
        this.languages = languages;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param form   the form as JSON; a form with faults is shown as far as it can be read
     * @param number of the page that was filled in; 0 for none yet
     * @param to     {@code next}, {@code back}, or {@code stay} for the questions that are visible with new answers
     */
    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @PostMapping("/console/instances/{id}/form/preview")
    ModelAndView preview(
            @PathVariable String id,
            @RequestParam String form,
            @RequestParam(defaultValue = "en") String language,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "next") String to,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ProgramInstance instance = instances.instance(id);
        Locale locale = Locale.forLanguageTag(language);
        languages.resolve(request, response, List.of(locale));
        response.setHeader("Content-Security-Policy", IN_FRAME);
        FormDefinition definition = definition(form);
        AnswerContext context = new AnswerContext(
                locale, clock.instant().atZone(instance.zone()).toLocalDate(), "US");
        Map<String, List<String>> typed = typed(request);
        DraftAnswers answers = evaluator.evaluate(typed, List.of(), definition, context);
        List<AnswerFault> faults = faults(answers, definition, number, to);
        int shown = faults.isEmpty() ? next(answers, number, to) : number;
        ModelAndView page = new ModelAndView("applicant/preview");
        page.addObject(
                ApplicantPage.ATTRIBUTE,
                new ApplicantPage(locale, List.of(), brands.of(id, locale).orElseThrow(), false));
        page.addObject("action", "/console/instances/" + id + "/form/preview");
        page.addObject("form", form);
        page.addObject("language", language);
        page.addObject("number", shown);
        page.addObject("kept", kept(typed, definition, shown));
        page.addObject("program", instance.details().title());
        questions(page, definition, shown, answers, typed, faults, locale);
        return page;
    }

    private void questions(
            ModelAndView page,
            FormDefinition definition,
            int shown,
            DraftAnswers answers,
            Map<String, List<String>> typed,
            List<AnswerFault> faults,
            Locale locale) {
        List<Integer> numbers = answers.numbers();
        boolean ended = shown > definition.pages().size();
        FormPage asked =
                ended ? new FormPage(null, null, List.of()) : definition.pages().get(shown - 1);
        Map<String, String> errors = fields.sentences(asked.fields(), faults, locale);
        page.addObject("ended", ended);
        page.addObject("errors", errors);
        page.addObject("heading", in(asked.title(), locale));
        page.addObject("intro", in(asked.intro(), locale));
        page.addObject("step", Math.max(1, numbers.indexOf(shown) + 1));
        page.addObject("steps", Math.max(1, numbers.size()));
        page.addObject(
                "fields",
                asked.fields().stream()
                        .map(field -> fields.view(field, typed, answers, errors, locale))
                        .toList());
        page.addObject("maxSize", fields.maxSize(locale));
        page.addObject("dateExample", locale.getLanguage().equals("en") ? "3 27 2026" : "27 3 2026");
        page.addObject("states", List.of());
        page.addObject("countries", List.of());
    }

    private static String in(@org.jspecify.annotations.Nullable LocalizedText text, Locale locale) {
        return text == null ? "" : text.in(locale);
    }

    private FormDefinition definition(String form) throws IOException {
        JsonNode document = json.parse(new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8)));
        if (!document.isObject()) {
            throw new InvalidInput("/form", "must be a JSON object");
        }
        return FormDefinitionParser.parse(json.toMap(document));
    }

    private static Map<String, List<String>> typed(HttpServletRequest request) {
        Map<String, List<String>> typed = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> typed.put(name, Arrays.asList(values)));
        return typed;
    }

    /** Files cannot be added in a preview, so a missing one is no fault. */
    private static List<AnswerFault> faults(DraftAnswers answers, FormDefinition definition, int number, String to) {
        if (number < 1 || number > definition.pages().size() || !to.equals("next")) {
            return List.of();
        }
        return answers.faults(number).stream()
                .filter(fault -> definition
                        .field(fault.field())
                        .filter(field -> field.type() == FieldType.FILE)
                        .isEmpty())
                .toList();
    }

    /** The next page that asks something with these answers, or the one after the last; the one before for back. */
    private static int next(DraftAnswers answers, int number, String to) {
        if (to.equals("stay")) {
            return number;
        }
        List<Integer> numbers = answers.numbers();
        Optional<Integer> found = to.equals("back")
                ? numbers.stream().filter(one -> one < number).reduce((one, later) -> later)
                : numbers.stream().filter(one -> one > number).findFirst();
        int end = answers.form().pages().size() + 1;
        return found.orElseGet(() -> to.equals("back") && !numbers.isEmpty() ? numbers.get(0) : end);
    }

    /** What was typed on the other pages, for hidden fields. */
    private static Map<String, List<String>> kept(
            Map<String, List<String>> typed, FormDefinition definition, int shown) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (int page = 0; page < definition.pages().size(); page++) {
            if (page != shown - 1) {
                for (FormField field : definition.pages().get(page).fields()) {
                    for (String control : FormControls.of(field)) {
                        if (typed.containsKey(control)) {
                            kept.put(control, typed.get(control));
                        }
                    }
                }
            }
        }
        return kept;
    }
}
