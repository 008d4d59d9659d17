package dev.enlist.form;

import dev.enlist.shared.Slugs;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.LinearRegex;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks a form before it is stored: shape, limits, names, patterns and conditions. Reports every fault at once. */
@Component
public class FormDefinitionValidator {

    private final FormConditions conditions;

    FormDefinitionValidator(FormConditions conditions) {
        this.conditions = conditions;
    }

    /** The faults of a form, with pointers from its root; empty where it can be stored. */
    public List<Fault> faults(Map<String, ?> formConfig) {
        FormReader reader = new FormReader(formConfig);
        List<Fault> faults = new ArrayList<>(reader.faults());
        Map<String, String> seen = new LinkedHashMap<>();
        for (FormReader.Located located : reader.fields()) {
            name(located, seen, faults);
            combination(located, faults);
        }
        new ConditionCheck(conditions, reader.fields()).addTo(faults);
        return faults;
    }

    /**
     * The texts of a form that have no words in one of the languages in which it is offered. With one language every
     * text counts; with several, a text must state its words for each.
     */
    public List<Fault> untranslated(@Nullable Map<String, ?> formConfig, Collection<String> languages) {
        if (formConfig == null) {
            return List.of();
        }
        List<Fault> faults = new ArrayList<>();
        for (FormReader.LocatedText located : new FormReader(formConfig).texts()) {
            untranslated(located.text(), languages, located.pointer()).ifPresent(faults::add);
        }
        return faults;
    }

    static Optional<Fault> untranslated(LocalizedText text, Collection<String> languages, String pointer) {
        if (text.isForEveryLanguage()) {
            return languages.size() < 2 || text.isBlank()
                    ? Optional.empty()
                    : Optional.of(new Fault(
                            pointer,
                            "is one text, but the form is offered in " + String.join(", ", languages)
                                    + "; state a text for each language"));
        }
        Set<String> missing = text.missing(languages);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(pointer, "has no text in " + String.join(", ", missing)));
    }

    private static void name(FormReader.Located located, Map<String, String> seen, List<Fault> faults) {
        String name = located.field().name();
        String pointer = located.pointer() + "/name";
        if (!FormMember.isName(name)) {
            faults.add(new Fault(
                    pointer,
                    "must be a member of an enrollment, such as address.state or metadata.monthlyKwh, or of a file the"
                            + " type of document, such as documents.utilityBill"));
            return;
        }
        if (FormMember.isReserved(name)) {
            faults.add(new Fault(pointer, "is written by the product itself; choose another name in metadata"));
        }
        seen.forEach((other, place) -> {
            if (FormMember.overlap(name, other)) {
                faults.add(new Fault(
                        pointer,
                        name.equals(other)
                                ? "is asked for already at " + place
                                : "is asked for already as part of " + other + " at " + place));
            }
        });
        seen.putIfAbsent(name, located.pointer());
    }

    private static void combination(FormReader.Located located, List<Fault> faults) {
        FormField field = located.field();
        String pointer = located.pointer();
        typeOfMember(field, pointer, faults);
        options(field, pointer, faults);
        limits(field, pointer, faults);
        if (field.pattern() != null) {
            if (!field.type().isText()) {
                faults.add(new Fault(pointer + "/pattern", "is for text and longText only"));
            } else {
                LinearRegex.fault(field.pattern())
                        .ifPresent(problem -> faults.add(new Fault(pointer + "/pattern", problem)));
            }
        }
        if (field.maxLength() != null && !field.type().isText()) {
            faults.add(new Fault(pointer + "/maxLength", "is for text and longText only"));
        }
        if (field.maxFiles() > 1 && field.type() != FieldType.FILE) {
            faults.add(new Fault(pointer + "/maxFiles", "is for file only"));
        }
    }

    /** Each member can hold the answers of some types only. */
    private static void typeOfMember(FormField field, String pointer, List<Fault> faults) {
        String name = field.name();
        FieldType type = field.type();
        String problem = null;
        if (type == FieldType.FILE != name.startsWith(FormMember.DOCUMENTS)) {
            faults.add(new Fault(
                    pointer + "/name",
                    type == FieldType.FILE
                            ? "must be a type of document, such as documents.utilityBill"
                            : "is for file only"));
        } else if (type == FieldType.ADDRESS != name.equals("address")) {
            problem = type == FieldType.ADDRESS ? "asks for the member address" : "must be address for this member";
        } else if (type == FieldType.DEVICE != name.equals("device")) {
            problem = type == FieldType.DEVICE ? "asks for the member device" : "must be device for this member";
        } else if (name.equals("terms") && type != FieldType.CONSENT) {
            problem = "must be consent for the terms of the program";
        } else if (FormMember.of(name).filter(member -> member.longest() > 0).isPresent() && !fits(name, type)) {
            problem = "cannot answer " + name + "; use text";
        }
        if (problem != null) {
            faults.add(new Fault(pointer + "/type", problem));
        }
    }

    private static boolean fits(String name, FieldType type) {
        return switch (name) {
            case "email" -> type == FieldType.EMAIL || type == FieldType.TEXT;
            case "phone" -> type == FieldType.PHONE || type == FieldType.TEXT;
            case "manufacturerSlugs", "tags" ->
                type == FieldType.TEXT || type == FieldType.CHOICE || type == FieldType.MULTI_CHOICE;
            default -> type == FieldType.TEXT || type == FieldType.LONG_TEXT || type == FieldType.CHOICE;
        };
    }

    private static void options(FormField field, String pointer, List<Fault> faults) {
        boolean offers = !field.options().isEmpty();
        if (field.type().isChoice() && !offers) {
            faults.add(new Fault(pointer + "/options", "must state what can be chosen"));
        } else if (offers && !field.type().isChoice() && field.type() != FieldType.DEVICE) {
            faults.add(new Fault(pointer + "/options", "is for choice, multiChoice and device only"));
        }
        Set<String> values = new HashSet<>();
        boolean slugs = field.type() == FieldType.DEVICE || field.name().equals("manufacturerSlugs");
        for (int i = 0; i < field.options().size(); i++) {
            String value = field.options().get(i).value();
            if (!values.add(value)) {
                faults.add(new Fault(pointer + "/options/" + i + "/value", "is the value of another option already"));
            } else if (slugs && !value.matches(Slugs.PATTERN)) {
                faults.add(new Fault(
                        pointer + "/options/" + i + "/value", "must be a slug of a maker, such as tesla or sun-power"));
            }
        }
    }

    private static void limits(FormField field, String pointer, List<Fault> faults) {
        if (field.min() == null && field.max() == null) {
            return;
        }
        if (field.type() == FieldType.DATE) {
            days(field, pointer, faults);
            return;
        }
        if (!field.type().isNumeric() && field.type() != FieldType.MULTI_CHOICE) {
            for (String member : List.of("min", "max")) {
                if ((member.equals("min") ? field.min() : field.max()) != null) {
                    faults.add(new Fault(
                            pointer + "/" + member, "is for number, integer, money, date and multiChoice only"));
                }
            }
            return;
        }
        Optional<BigDecimal> min = field.minNumber();
        Optional<BigDecimal> max = field.maxNumber();
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            faults.add(new Fault(pointer + "/max", "must not be less than min"));
        }
        if (field.type() == FieldType.MULTI_CHOICE) {
            int most = field.options().size();
            min.filter(fewest -> fewest.compareTo(BigDecimal.valueOf(most)) > 0)
                    .ifPresent(fewest -> faults.add(
                            new Fault(pointer + "/min", "asks for more options than there are; there are " + most)));
        }
    }

    private static void days(FormField field, String pointer, List<Fault> faults) {
        LocalDate min = day(field.min(), pointer + "/min", faults);
        LocalDate max = day(field.max(), pointer + "/max", faults);
        if (min != null && max != null && min.isAfter(max)) {
            faults.add(new Fault(pointer + "/max", "must not be before min"));
        }
    }

    private static @Nullable LocalDate day(@Nullable Object limit, String pointer, List<Fault> faults) {
        if (limit == null || FormField.TODAY.equals(limit)) {
            return null;
        }
        try {
            return LocalDate.parse(limit.toString());
        } catch (DateTimeParseException e) {
            faults.add(new Fault(pointer, "must be a date such as 2026-01-31, or today"));
            return null;
        }
    }

    /** The conditions of a form: that each can be evaluated, over fields of the form, without a circle. */
    private static final class ConditionCheck {

        private final FormConditions conditions;
        private final List<FormReader.Located> fields;
        private final Map<String, FormReader.Located> byName = new LinkedHashMap<>();
        private final Map<String, Set<String>> readBy = new HashMap<>();

        ConditionCheck(FormConditions conditions, List<FormReader.Located> fields) {
            this.conditions = conditions;
            this.fields = fields;
            fields.forEach(located -> byName.putIfAbsent(located.field().name(), located));
        }

        void addTo(List<Fault> faults) {
            for (FormReader.Located located : fields) {
                String condition = located.field().visibleWhen();
                if (condition != null) {
                    check(located, condition, faults);
                }
            }
            for (FormReader.Located located : fields) {
                if (reaches(located.field().name(), located.field().name(), new HashSet<>())) {
                    faults.add(new Fault(
                            located.pointer() + "/visibleWhen",
                            "depends on the field itself, through " + String.join(", ", around(located))));
                }
            }
        }

        private void check(FormReader.Located located, String condition, List<Fault> faults) {
            String pointer = located.pointer() + "/visibleWhen";
            Optional<String> problem = conditions.problem(condition);
            if (problem.isPresent()) {
                faults.add(new Fault(pointer, problem.get()));
                return;
            }
            Set<String> read = new LinkedHashSet<>();
            for (List<String> path : conditions.reads(condition)) {
                String name = VisibilityEvaluator.fieldOf(path, byName.keySet());
                if (name == null) {
                    faults.add(new Fault(
                            pointer, "reads '" + String.join(".", path) + "', which is no field of the form"));
                } else {
                    read.add(name);
                }
            }
            readBy.put(located.field().name(), read);
        }

        private Set<String> around(FormReader.Located located) {
            return readBy.getOrDefault(located.field().name(), Set.of());
        }

        private boolean reaches(String from, String target, Set<String> visited) {
            for (String next : readBy.getOrDefault(from, Set.of())) {
                if (next.equals(target) || visited.add(next) && reaches(next, target, visited)) {
                    return true;
                }
            }
            return false;
        }
    }
}
