package dev.enlist.workflow;

import dev.enlist.form.AnswerContext;
import dev.enlist.form.AnswerFaultMessages;
import dev.enlist.form.AnswerValidator;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormField;
import dev.enlist.form.ValidatedAnswers;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.workflow.model.WorkflowElement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The form of a user step: its fields, and the check of what a person enters. */
@Component
public class StepFormValidator {

    private static final String PREFIX = "metadata.";

    private final AnswerValidator answers;
    private final AnswerFaultMessages messages;
    private final Clock clock;

    StepFormValidator(AnswerValidator answers, AnswerFaultMessages messages, Clock clock) {
        this.answers = answers;
        this.messages = messages;
        this.clock = clock;
    }

    /** The fields of a step, named as the step names them; empty for a decision. */
    public static List<FormField> fields(WorkflowElement step) {
        return form(step).fields();
    }

    /** The name of a field in the step. */
    public static String name(FormField field) {
        return WorkflowDirectoryContext.name(field);
    }

    private static FormDefinition form(WorkflowElement step) {
        return WorkflowDirectoryContext.definition(step.property("form").orElse(null));
    }

    /**
     * Checks the values of a step.
     *
     * @param values JSON values by name of the field
     * @return normalized values by name of the field
     * @throws InvalidInput with every fault, and for a member that is no field of the step
     */
    public Map<String, @Nullable Object> validated(
            WorkflowElement step, Map<String, ? extends @Nullable Object> values) {
        FormDefinition form = form(step);
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String of = name.contains(".") ? name : PREFIX + name;
            if (form.field(of).isEmpty()) {
                faults.add(new Fault(Fault.pointerTo("fields", name), "is no field of the step " + step.title()));
            } else if (value != null) {
                named.put(of, value);
            }
        });
        ValidatedAnswers validated =
                answers.complete(form, named, new AnswerContext(Locale.ENGLISH, LocalDate.now(clock)));
        validated
                .faults()
                .forEach(fault -> faults.add(new Fault(
                        Fault.pointerTo("fields", plain(fault.field())), messages.text(fault, Locale.ENGLISH))));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        form.fields()
                .forEach(field -> result.put(name(field), validated.values().get(field.name())));
        return result;
    }

    private static String plain(String field) {
        return field.startsWith(PREFIX) ? field.substring(PREFIX.length()) : field;
    }
}
