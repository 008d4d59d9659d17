package dev.enlist.form;

import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks the settings of an application together with the form: what publishing needs is there. */
@Component
public class ApplicationSettingsValidator {

    /** Names that the pages of applicants use themselves. */
    private static final Set<String> RESERVED_PATHS = Set.of(
            "api",
            "apply",
            "applications",
            "assets",
            "console",
            "drafts",
            "embed",
            "files",
            "help",
            "login",
            "new",
            "preview",
            "privacy",
            "resume",
            "screening",
            "search",
            "session",
            "static",
            "status");

    private static final int LONGEST_NEED = 500;

    private final FormDefinitionValidator forms;

    ApplicationSettingsValidator(FormDefinitionValidator forms) {
        this.forms = forms;
    }

    /**
     * The faults of settings, with pointers from the root of the instance. Once a version is published, the draft may be
     * unfinished; the settings must fit the version.
     *
     * @param formConfig       the draft; null for none
     * @param inForce          the published version; null for none
     * @param lastNameOptional whether the instance accepts people with a single name
     */
    public List<Fault> faults(
            @Nullable ApplicationSettings settings,
            @Nullable Map<String, Object> formConfig,
            @Nullable Map<String, Object> inForce,
            boolean lastNameOptional) {
        List<Fault> faults = new ArrayList<>();
        if (settings == null) {
            return faults;
        }
        if (settings.path() != null && RESERVED_PATHS.contains(settings.path())) {
            faults.add(new Fault("/application/path", "is used by the product itself; choose another path"));
        }
        if (settings.startsAt() != null
                && settings.endsAt() != null
                && !settings.startsAt().isBefore(settings.endsAt())) {
            faults.add(new Fault("/application/endsAt", "must be after startsAt"));
        }
        if (new HashSet<>(settings.languageTags()).size()
                < settings.languageTags().size()) {
            faults.add(new Fault("/application/languages", "must name each language once"));
        }
        needs(settings, faults);
        questions(settings, FormDefinitionParser.parse(formConfig), FormDefinitionParser.parse(inForce), faults);
        if (settings.isPublished()) {
            if (settings.path() == null) {
                faults.add(new Fault("/application/path", "is needed to publish the form, such as nyc-battery"));
            }
            if (inForce == null) {
                faults.addAll(unpublishable(formConfig, settings, lastNameOptional));
            } else {
                languages(settings, inForce, faults);
            }
        }
        return faults;
    }

    private static void needs(ApplicationSettings settings, List<Fault> faults) {
        List<LocalizedText> needs = settings.whatYouNeed() == null ? List.of() : settings.whatYouNeed();
        for (int i = 0; i < needs.size(); i++) {
            String pointer = Fault.pointerTo("application", "whatYouNeed", i);
            LocalizedText need = needs.get(i);
            if (need.isBlank()) {
                faults.add(new Fault(pointer, "must not be blank"));
            } else if (need.texts().values().stream().anyMatch(text -> text.length() > LONGEST_NEED)) {
                faults.add(new Fault(pointer, "must have at most " + LONGEST_NEED + " characters"));
            } else {
                FormDefinitionValidator.untranslated(need, settings.languageTags(), pointer)
                        .ifPresent(faults::add);
            }
        }
    }

    private void languages(ApplicationSettings settings, Map<String, Object> inForce, List<Fault> faults) {
        forms.untranslated(inForce, settings.languageTags()).stream()
                .findFirst()
                .ifPresent(
                        fault -> faults.add(
                                new Fault(
                                        "/application/languages",
                                        "do not fit the published form: its text at " + fault.pointer() + " "
                                                + fault.message()
                                                + ". Publish a form with these texts first (POST /programInstances/{id}/formVersions)")));
    }

    private static void questions(
            ApplicationSettings settings, FormDefinition draft, FormDefinition inForce, List<Fault> faults) {
        List<String> names = settings.screeningQuestions() == null ? List.of() : settings.screeningQuestions();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Optional<FormField> field = inForce.field(name).or(() -> draft.field(name));
            String pointer = Fault.pointerTo("application", "screeningQuestions", i);
            if (field.isEmpty()) {
                faults.add(new Fault(pointer, "must be the name of a field of the form"));
            } else if (field.get().type() == FieldType.FILE || field.get().type() == FieldType.CONSENT) {
                faults.add(new Fault(pointer, "must not be a file or a consent"));
            }
        }
    }

    /**
     * Why a form cannot be published, with pointers from the root of the instance.
     *
     * @param settings         state the languages
     * @param lastNameOptional whether the instance accepts people with a single name
     */
    public List<Fault> unpublishable(
            @Nullable Map<String, Object> formConfig, ApplicationSettings settings, boolean lastNameOptional) {
        FormDefinition form = FormDefinitionParser.parse(formConfig);
        List<Fault> faults = new ArrayList<>();
        if (formConfig == null || form.isEmpty()) {
            faults.add(new Fault("/formConfig", "is needed to publish the form: state pages with fields"));
            return faults;
        }
        forms.faults(formConfig).forEach(fault -> faults.add(inForm(fault)));
        forms.untranslated(formConfig, settings.languageTags()).forEach(fault -> faults.add(inForm(fault)));
        for (String name :
                lastNameOptional ? List.of("firstName", "email") : List.of("firstName", "lastName", "email")) {
            boolean asked = form.field(name)
                    .filter(field -> field.required() && field.visibleWhen() == null)
                    .isPresent();
            if (!asked) {
                faults.add(new Fault(
                        "/formConfig",
                        "must ask for " + name + " by a required field that is always visible, since an application"
                                + " needs it"));
            }
        }
        return faults;
    }

    private static Fault inForm(Fault fault) {
        return new Fault("/formConfig" + fault.pointer(), fault.message());
    }
}
