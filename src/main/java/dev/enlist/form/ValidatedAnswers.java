package dev.enlist.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers after validation.
 *
 * @param values normalized values of the visible fields that have a valid answer, by name of the field: text, number
 *               ({@link java.math.BigDecimal}), boolean, day as ISO text, list of texts, or the parts of an
 *               {@code address} or a {@code device} by their names
 * @param faults in the order of the form; empty where all is well
 */
public record ValidatedAnswers(Map<String, Object> values, List<AnswerFault> faults) {

    public ValidatedAnswers {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        faults = List.copyOf(faults);
    }

    public boolean isValid() {
        return faults.isEmpty();
    }

    /** These answers with those of other pages before them. */
    public Map<String, Object> on(Map<String, Object> others) {
        Map<String, Object> all = new LinkedHashMap<>(others);
        all.putAll(values);
        return all;
    }

    /** The names of the controls to correct. */
    public List<String> faultyFields() {
        List<String> names = new ArrayList<>();
        faults.forEach(fault -> names.add(fault.field()));
        return names;
    }
}
