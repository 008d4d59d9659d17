package dev.enlist.form;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.TextCharacters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code formConfig}, the only code that knows its shape. What does not fit is noted as a fault and replaced by
 * nothing, so that a form stored before a rule existed can still be read.
 */
final class FormReader {

    static final int MOST_PAGES = 20;
    static final int MOST_FIELDS = 200;
    static final int MOST_OPTIONS = 500;
    static final int MOST_FILES = 50;

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TEXT = 5_000;
    private static final int LONGEST_LABEL = 500;
    private static final int LONGEST_HELP = 2_000;
    private static final int LONGEST_OPTION = 200;
    private static final int LONGEST_EXPRESSION = 1_000;
    private static final int LONGEST_ANSWER = 10_000;

    private static final Set<String> FORM = Set.of("title", "intro", "pages", "fields", "submitLabel", "thanks");
    private static final Set<String> PAGE = Set.of("title", "intro", "fields");
    private static final Set<String> FIELD = Set.of(
            "name",
            "type",
            "label",
            "help",
            "required",
            "min",
            "max",
            "pattern",
            "maxLength",
            "options",
            "visibleWhen",
            "maxFiles");
    private static final Set<String> OPTION = Set.of("value", "label");

    /** A field with its place in the document. */
    record Located(FormField field, String pointer) {}

    /** A text with its place in the document. */
    record LocatedText(LocalizedText text, String pointer) {}

    private final List<Fault> faults = new ArrayList<>();
    private final List<Located> fields = new ArrayList<>();
    private final List<LocatedText> texts = new ArrayList<>();
    private final FormDefinition definition;

    FormReader(Map<?, ?> form) {
        unknown(form, FORM, "", "a form");
        LocalizedText title = text(form, "title", "", LONGEST_TITLE, false);
        LocalizedText intro = text(form, "intro", "", LONGEST_TEXT, false);
        List<FormPage> pages = pages(form);
        if (fields.size() > MOST_FIELDS) {
            fault(form.get("pages") == null ? "/fields" : "/pages", "has more than " + MOST_FIELDS + " fields in all");
        }
        definition = new FormDefinition(
                title,
                intro,
                pages,
                text(form, "submitLabel", "", LONGEST_TITLE, false),
                text(form, "thanks", "", LONGEST_TEXT, false));
    }

    FormDefinition definition() {
        return definition;
    }

    List<Fault> faults() {
        return faults;
    }

    List<Located> fields() {
        return fields;
    }

    List<LocatedText> texts() {
        return texts;
    }

    private List<FormPage> pages(Map<?, ?> form) {
        boolean paged = form.get("pages") != null;
        if (paged && form.get("fields") != null) {
            fault("/fields", "belongs on a page, since the form has pages; move the fields to pages[].fields");
        }
        if (!paged) {
            if (form.get("fields") == null) {
                fault("/pages", "is missing: state pages with fields, or fields for a form of one page");
                return List.of();
            }
            return List.of(new FormPage(null, null, fields(form, "")));
        }
        List<FormPage> pages = new ArrayList<>();
        List<?> stated = list(form, "pages", "", 1, MOST_PAGES);
        for (int i = 0; i < stated.size(); i++) {
            String pointer = Fault.pointerTo("pages", i);
            if (stated.get(i) instanceof Map<?, ?> page) {
                unknown(page, PAGE, pointer, "a page");
                pages.add(new FormPage(
                        text(page, "title", pointer, LONGEST_TITLE, false),
                        text(page, "intro", pointer, LONGEST_TEXT, false),
                        fields(page, pointer)));
            } else {
                fault(pointer, "must be an object with fields");
            }
        }
        return pages;
    }

    private List<FormField> fields(Map<?, ?> page, String parent) {
        List<FormField> read = new ArrayList<>();
        List<?> stated = list(page, "fields", parent, 1, MOST_FIELDS);
        for (int i = 0; i < stated.size(); i++) {
            String pointer = parent + Fault.pointerTo("fields", i);
            if (stated.get(i) instanceof Map<?, ?> field) {
                FormField one = field(field, pointer);
                if (one != null) {
                    read.add(one);
                    fields.add(new Located(one, pointer));
                }
            } else {
                fault(pointer, "must be an object with name, type and label");
            }
        }
        return read;
    }

    private @Nullable FormField field(Map<?, ?> field, String pointer) {
        unknown(field, FIELD, pointer, "a field");
        String name = string(field, "name", pointer, 200);
        String wire = string(field, "type", pointer, 200);
        FieldType type = wire == null ? null : FieldType.ofWire(wire).orElse(null);
        if (name == null && !has(field, "name")) {
            fault(pointer + "/name", "is missing: name a member of the enrollment, such as firstName");
        }
        if (wire == null && !has(field, "type")) {
            fault(pointer + "/type", "is missing: use one of " + FieldType.names());
        } else if (wire != null && type == null) {
            fault(pointer + "/type", "must be one of " + FieldType.names());
        }
        LocalizedText label = text(field, "label", pointer, LONGEST_LABEL, true);
        LocalizedText help = text(field, "help", pointer, LONGEST_HELP, false);
        FieldType read = type == null ? FieldType.TEXT : type;
        FormField made = new FormField(
                name == null ? "" : name,
                read,
                label == null ? LocalizedText.of(name == null ? "" : name) : label,
                help,
                truth(field, "required", pointer),
                limit(field, "min", read, pointer),
                limit(field, "max", read, pointer),
                string(field, "pattern", pointer, LONGEST_EXPRESSION),
                integer(field, "maxLength", pointer, LONGEST_ANSWER),
                options(field, pointer),
                string(field, "visibleWhen", pointer, LONGEST_EXPRESSION),
                maxFiles(field, pointer));
        return name == null ? null : made;
    }

    private int maxFiles(Map<?, ?> field, String pointer) {
        Integer stated = integer(field, "maxFiles", pointer, MOST_FILES);
        return stated == null ? 1 : stated;
    }

    private List<FieldOption> options(Map<?, ?> field, String parent) {
        List<FieldOption> options = new ArrayList<>();
        if (!has(field, "options")) {
            return options;
        }
        List<?> stated = list(field, "options", parent, 0, MOST_OPTIONS);
        for (int i = 0; i < stated.size(); i++) {
            String pointer = parent + Fault.pointerTo("options", i);
            if (stated.get(i) instanceof Map<?, ?> option) {
                unknown(option, OPTION, pointer, "an option");
                String value = string(option, "value", pointer, LONGEST_OPTION);
                LocalizedText label = text(option, "label", pointer, LONGEST_OPTION, true);
                if (value == null && !has(option, "value") || value != null && value.isBlank()) {
                    fault(pointer + "/value", "is missing: state what is stored when the option is chosen");
                } else if (value != null) {
                    options.add(new FieldOption(value, label == null ? LocalizedText.of(value) : label));
                }
            } else {
                fault(pointer, "must be an object with value and label");
            }
        }
        return options;
    }

    /** The limit in the form that the type compares with; null for none. */
    private @Nullable Object limit(Map<?, ?> field, String member, FieldType type, String pointer) {
        Object stated = field.get(member);
        if (stated == null) {
            return null;
        }
        if (type == FieldType.DATE) {
            return string(field, member, pointer, 20);
        }
        if (stated instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        fault(pointer + "/" + member, "must be a number");
        return null;
    }

    private static boolean has(Map<?, ?> object, String member) {
        return object.get(member) != null;
    }

    private @Nullable String string(Map<?, ?> object, String member, String parent, int longest) {
        Object stated = object.get(member);
        if (stated instanceof String text) {
            if (text.codePointCount(0, text.length()) > longest) {
                fault(parent + "/" + member, "must have at most " + longest + " characters");
                return TextCharacters.first(text, longest);
            }
            return text;
        }
        if (stated != null) {
            fault(parent + "/" + member, "must be a text");
        }
        return null;
    }

    private boolean truth(Map<?, ?> object, String member, String parent) {
        Object stated = object.get(member);
        if (stated != null && !(stated instanceof Boolean)) {
            fault(parent + "/" + member, "must be true or false");
        }
        return Boolean.TRUE.equals(stated);
    }

    /** A whole number from 1. */
    private @Nullable Integer integer(Map<?, ?> object, String member, String parent, int most) {
        Object stated = object.get(member);
        if (stated instanceof Integer number && number >= 1 && number <= most) {
            return number;
        }
        if (stated != null) {
            fault(parent + "/" + member, "must be a whole number from 1 to " + most);
        }
        return null;
    }

    private List<?> list(Map<?, ?> object, String member, String parent, int fewest, int most) {
        Object stated = object.get(member);
        if (stated instanceof List<?> list) {
            if (list.size() < fewest) {
                fault(parent + "/" + member, "must not be empty");
            }
            if (list.size() > most) {
                fault(parent + "/" + member, "must have at most " + most + " elements");
                return list.subList(0, most);
            }
            return list;
        }
        fault(parent + "/" + member, stated == null ? "is missing" : "must be a list");
        return List.of();
    }

    private @Nullable LocalizedText text(
            Map<?, ?> object, String member, String parent, int longest, boolean required) {
        Object stated = object.get(member);
        String pointer = parent + "/" + member;
        if (stated == null) {
            if (required) {
                fault(pointer, "is missing: " + LocalizedText.SHAPE);
            }
            return null;
        }
        LocalizedText text = LocalizedText.read(stated).orElse(null);
        if (text == null) {
            fault(pointer, LocalizedText.SHAPE);
            return null;
        }
        if (required && text.texts().values().stream().anyMatch(String::isBlank)) {
            fault(pointer, "must not be blank");
        }
        if (text.texts().values().stream().anyMatch(one -> one.codePointCount(0, one.length()) > longest)) {
            fault(pointer, "must have at most " + longest + " characters");
        }
        texts.add(new LocatedText(text, pointer));
        return text;
    }

    private void unknown(Map<?, ?> object, Set<String> known, String parent, String of) {
        for (Object member : object.keySet()) {
            if (!known.contains(String.valueOf(member))) {
                fault(parent + Fault.pointerTo(String.valueOf(member)), "is no member of " + of);
            }
        }
    }

    private void fault(String pointer, String message) {
        faults.add(new Fault(pointer, message));
    }
}
