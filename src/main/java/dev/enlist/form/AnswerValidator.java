package dev.enlist.form;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns what an HTML form posts into normalized values, and says what to correct. A value is posted under the name of its
 * field, or of a part of it: {@code address.city}, {@code device.serialNumber}, {@code metadata.purchaseDate.day},
 * {@code .month} and {@code .year}. The value of a {@code file} is the list of the ids of its files. Fields that are not
 * visible are neither required nor kept.
 */
@Component
public class AnswerValidator {

    private final VisibilityEvaluator visibility;
    private final AnswerReader reader;

    AnswerValidator(VisibilityEvaluator visibility, AnswerReader reader) {
        this.visibility = visibility;
        this.reader = reader;
    }

    /**
     * Validates the answers of one page.
     *
     * @param page   its index in the form, from 0
     * @param posted by name of the control
     * @param others normalized values of the other pages
     */
    public ValidatedAnswers page(
            FormDefinition form,
            int page,
            Map<String, List<String>> posted,
            Map<String, Object> others,
            AnswerContext context) {
        return validate(form, form.pages().get(page).fields(), posted, others, context);
    }

    /**
     * Validates all answers before they are submitted, in the present version of the form. Faults of a form that was
     * changed since the answers were given are found here.
     *
     * @param values normalized values by name of the field
     */
    public ValidatedAnswers complete(FormDefinition form, Map<String, Object> values, AnswerContext context) {
        Map<String, List<String>> posted = new LinkedHashMap<>();
        values.forEach((name, value) -> form.field(name).ifPresent(field -> post(name, value, posted)));
        return validate(form, form.fields(), posted, Map.of(), context.normalized());
    }

    /** The values of the visible fields among these. */
    public Map<String, Object> visibleOnly(FormDefinition form, Map<String, Object> values) {
        Set<String> visible = visibility.visible(form, values);
        Map<String, Object> kept = new LinkedHashMap<>(values);
        kept.keySet().retainAll(visible);
        return kept;
    }

    private ValidatedAnswers validate(
            FormDefinition form,
            List<FormField> fields,
            Map<String, List<String>> posted,
            Map<String, Object> others,
            AnswerContext context) {
        Map<String, Object> answered = new LinkedHashMap<>(others);
        Map<String, List<AnswerFault>> faults = new LinkedHashMap<>();
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        String country = country(posted, others);
        for (FormField field : fields) {
            List<AnswerFault> ofField = new ArrayList<>();
            Object value = reader.read(field, posted, country, context, ofField);
            faults.put(field.name(), ofField);
            read.put(field.name(), value);
            answered.remove(field.name());
            if (value != null) {
                answered.put(field.name(), value);
            }
        }
        Set<String> visible = new HashSet<>(visibility.visible(form, answered));
        Map<String, Object> values = new LinkedHashMap<>();
        List<AnswerFault> all = new ArrayList<>();
        for (FormField field : fields) {
            if (!visible.contains(field.name())) {
                continue;
            }
            List<AnswerFault> ofField = faults.getOrDefault(field.name(), List.of());
            Object value = read.get(field.name());
            all.addAll(ofField);
            if (value != null && ofField.isEmpty()) {
                values.put(field.name(), value);
            } else if (value == null && ofField.isEmpty() && field.required()) {
                all.add(reader.missing(field));
            }
        }
        return new ValidatedAnswers(values, all);
    }

    /** The country of an address that is asked part by part. */
    private static @Nullable String country(Map<String, List<String>> posted, Map<String, Object> others) {
        String name = FormMember.COUNTRY.wire();
        List<String> here = posted.getOrDefault(name, List.of());
        return !here.isEmpty() && !here.get(0).isBlank() ? here.get(0) : (String) others.get(name);
    }

    private static void post(String name, @Nullable Object value, Map<String, List<String>> posted) {
        if (value instanceof Map<?, ?> parts) {
            parts.forEach((part, of) -> post(name + "." + part, of, posted));
        } else if (value instanceof List<?> list) {
            posted.put(name, list.stream().map(String::valueOf).toList());
        } else if (value instanceof Number number) {
            posted.put(name, List.of(new java.math.BigDecimal(number.toString()).toPlainString()));
        } else if (value != null) {
            posted.put(name, List.of(value.toString()));
        }
    }
}
