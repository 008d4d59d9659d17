package dev.enlist.form;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which fields of a form an applicant sees with the answers given so far. A condition reads the answers under the names
 * of the fields, and null for a field that is not answered or not visible. A field is visible where its condition is
 * true. A condition that cannot be evaluated hides nothing: a question too many is better than a lost answer.
 */
@Component
public class VisibilityEvaluator {

    private static final Logger LOG = LoggerFactory.getLogger(VisibilityEvaluator.class);

    private final FormConditions conditions;

    VisibilityEvaluator(FormConditions conditions) {
        this.conditions = conditions;
    }

    /**
     * Names of the visible fields, in the order of the form.
     *
     * @param answers normalized values by name of the field, as {@link AnswerValidator} returns them
     */
    public Set<String> visible(FormDefinition form, Map<String, ? extends @Nullable Object> answers) {
        Evaluation evaluation = new Evaluation(form, answers);
        Set<String> visible = new LinkedHashSet<>();
        for (FormField field : form.fields()) {
            if (evaluation.isVisible(field.name())) {
                visible.add(field.name());
            }
        }
        return visible;
    }

    /** The fields that a condition reads; empty for a field without one. */
    public Set<String> dependencies(FormField field, FormDefinition form) {
        if (field.visibleWhen() == null) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        form.fields().forEach(each -> names.add(each.name()));
        Set<String> read = new LinkedHashSet<>();
        for (List<String> path : conditions.reads(field.visibleWhen())) {
            String name = fieldOf(path, names);
            if (name != null) {
                read.add(name);
            }
        }
        return read;
    }

    /** The field whose answer a path reads, such as {@code address} for {@code address, state}; null for none. */
    static @Nullable String fieldOf(List<String> path, Collection<String> names) {
        for (int length = path.size(); length > 0; length--) {
            String name = String.join(".", path.subList(0, length));
            if (names.contains(name)) {
                return name;
            }
        }
        return null;
    }

    /** One evaluation of all conditions of a form; each condition is evaluated at most once. */
    private final class Evaluation {

        private final Map<String, FormField> fields = new LinkedHashMap<>();
        private final Map<String, ? extends @Nullable Object> answers;
        private final Map<String, Boolean> known = new LinkedHashMap<>();
        private final List<String> pending = new ArrayList<>();

        Evaluation(FormDefinition form, Map<String, ? extends @Nullable Object> answers) {
            form.fields().forEach(field -> fields.putIfAbsent(field.name(), field));
            this.answers = answers;
        }

        boolean isVisible(String name) {
            Boolean before = known.get(name);
            if (before != null) {
                return before;
            }
            FormField field = fields.get(name);
            if (field == null || field.visibleWhen() == null || pending.contains(name)) {
                return field != null;
            }
            pending.add(name);
            boolean visible = holds(field.visibleWhen());
            pending.remove(name);
            known.put(name, visible);
            return visible;
        }

        private boolean holds(String condition) {
            try {
                Map<String, @Nullable Object> read = new LinkedHashMap<>();
                for (List<String> path : conditions.reads(condition)) {
                    String name = fieldOf(path, fields.keySet());
                    if (name != null) {
                        read.put(name, isVisible(name) ? answers.get(name) : null);
                    }
                }
                return Boolean.TRUE.equals(conditions.evaluate(condition, nested(read)));
            } catch (FormConditions.ConditionFailed e) {
                LOG.warn("A field of a form stays visible: {}", e.getMessage());
                return true;
            }
        }
    }

    /** Names with dots as contexts in contexts: {@code metadata.monthlyKwh} as a member of {@code metadata}. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> nested(Map<String, @Nullable Object> answers) {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        answers.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                nested.put(name, value);
            } else {
                Object parent = nested.computeIfAbsent(name.substring(0, dot), first -> new LinkedHashMap<>());
                ((Map<String, @Nullable Object>) parent).put(name.substring(dot + 1), value);
            }
        });
        return nested;
    }
}
