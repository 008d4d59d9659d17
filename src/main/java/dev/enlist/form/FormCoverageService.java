package dev.enlist.form;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Compares what a form asks with what the rules read. */
@Service
public class FormCoverageService {

    /** What the rules see of an applicant who answers nothing; null for inputs that are not listed. */
    private static final Map<String, Object> UNSET =
            Map.of("country", "US", "manufacturerSlugs", List.of(), "tags", List.of());

    private static final Set<String> PERSON =
            Set.of("firstName", "lastName", "email", "phone", "referenceId", "referenceDescription");

    private final VisibilityEvaluator visibility;

    FormCoverageService(VisibilityEvaluator visibility) {
        this.visibility = visibility;
    }

    /**
     * @param read           inputs of the applicant that the rules read; true where they ask for one
     * @param readBySubmission names of fields that the submission checks beside the form
     */
    public FormCoverage coverage(FormDefinition form, Map<String, Boolean> read, Set<String> readBySubmission) {
        Map<String, List<String>> fedBy = new LinkedHashMap<>();
        Set<String> ofConditions = new HashSet<>();
        for (FormField field : form.fields()) {
            ofConditions.addAll(visibility.dependencies(field, form));
            for (String input : inputs(field.name())) {
                fedBy.computeIfAbsent(input, unused -> new ArrayList<>()).add(field.name());
            }
        }
        List<FormCoverage.Input> inputs = new ArrayList<>();
        new TreeMap<>(read)
                .forEach((name, asked) -> inputs.add(new FormCoverage.Input(
                        name,
                        asked,
                        name.equals("metadata") ? metadata(form) : fedBy.getOrDefault(name, List.of()),
                        unset(name))));
        List<FormCoverage.Field> fields = new ArrayList<>();
        for (FormField field : form.fields()) {
            List<String> feeds = inputs(field.name()).stream()
                    .filter(input -> read.containsKey(input)
                            || input.startsWith(FormMember.METADATA) && read.containsKey("metadata"))
                    .toList();
            fields.add(new FormCoverage.Field(field.name(), use(field, feeds, ofConditions, readBySubmission), feeds));
        }
        return new FormCoverage(inputs, fields);
    }

    private static FormCoverage.Use use(
            FormField field, List<String> feeds, Set<String> ofConditions, Set<String> readBySubmission) {
        if (!feeds.isEmpty()) {
            return FormCoverage.Use.RULES;
        }
        if (field.type() == FieldType.FILE) {
            return FormCoverage.Use.DOCUMENT;
        }
        if (field.type() == FieldType.CONSENT) {
            return FormCoverage.Use.CONSENT;
        }
        if (PERSON.contains(field.name()) || field.name().startsWith("address")) {
            return FormCoverage.Use.PERSON;
        }
        if (readBySubmission.contains(field.name())) {
            return FormCoverage.Use.SUBMISSION;
        }
        return ofConditions.contains(field.name()) ? FormCoverage.Use.CONDITION : FormCoverage.Use.NONE;
    }

    /** Names of the inputs that a field feeds. */
    private static List<String> inputs(String name) {
        return switch (name) {
            case "address" -> List.of("state", "postalCode", "country");
            case "address.state" -> List.of("state");
            case "address.postalCode" -> List.of("postalCode");
            case "address.country" -> List.of("country", "state");
            case "device" -> List.of("manufacturerSlugs", "serialNumber");
            default -> List.of(name);
        };
    }

    private static List<String> metadata(FormDefinition form) {
        return form.fields().stream()
                .map(FormField::name)
                .filter(name -> name.startsWith(FormMember.METADATA))
                .toList();
    }

    private static @Nullable Object unset(String input) {
        return UNSET.get(input);
    }
}
