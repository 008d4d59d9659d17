package dev.enlist.process.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.tasklist.ReviewFormData;
import dev.enlist.shared.problem.InvalidInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.FileValue;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fills the forms of our tasks from the enrollment when they are opened, so that no personal data is stored in the
 * engine. Accepts only the decision, its reason and a question to the applicant from a form, and from the form of a workflow
 * step its fields.
 *
 * <p>Engine internals: the public interface of the service has no hook for a form's variables, so this class replaces
 * the implementation.
 */
@Component
public class ReviewFormService extends FormServiceImpl {

    private static final Set<String> ANSWERS = Set.of(
            EnrollmentProcess.FORM_DECISION,
            EnrollmentProcess.FORM_REASON,
            EnrollmentProcess.FORM_QUESTION,
            EnrollmentProcess.FORM_FIELDS);

    private static final Pattern POINTER = Pattern.compile("(/[A-Za-z0-9_]{1,100}){1,5}");
    private static final int MOST_FIELDS = 50;
    private static final Pattern STEP_FIELD =
            Pattern.compile(EnrollmentProcess.FORM_STEP_FIELD + "[0-9]{1,3}(_[0-9]{1,3})?");

    private final ReviewFormData dossier;
    private final ObjectMapper mapper;

    ReviewFormService(ReviewFormData dossier, ObjectMapper mapper) {
        this.dossier = dossier;
        this.mapper = mapper;
    }

    @Override
    public VariableMap getTaskFormVariables(
            String taskId, @Nullable Collection<String> names, boolean deserializeObjectValues) {
        // calls the engine first: it refuses people who may not see the task
        VariableMap variables = super.getTaskFormVariables(taskId, names, deserializeObjectValues);
        taskOf(taskId)
                .ifPresent(task -> dossier.of(task.enrollmentId()).forEach((name, value) -> {
                    if (names == null || names.contains(name)) {
                        variables.putValueTyped(name, value);
                    }
                }));
        return variables;
    }

    @Override
    public void submitTaskForm(String taskId, @Nullable Map<String, Object> properties) {
        try {
            super.submitTaskForm(taskId, answers(taskId, properties));
        } catch (InvalidInput problem) {
            throw refused(problem);
        }
    }

    @Override
    public VariableMap submitTaskFormWithVariablesInReturn(
            String taskId, @Nullable Map<String, Object> properties, boolean deserializeValues) {
        try {
            return super.submitTaskFormWithVariablesInReturn(taskId, answers(taskId, properties), deserializeValues);
        } catch (InvalidInput problem) {
            throw refused(problem);
        }
    }

    /** An exception of the engine, so that Tasklist shows the fault instead of a server error. */
    private static FormFieldValidationException refused(InvalidInput problem) {
        String faults = problem.faults().stream()
                .map(fault -> fault.pointer().replaceFirst("^/", "") + " " + fault.message())
                .collect(Collectors.joining("; "));
        return new FormFieldValidationException(null, faults.isEmpty() ? problem.getMessage() : faults, problem);
    }

    private @Nullable Map<String, Object> answers(String taskId, @Nullable Map<String, Object> properties) {
        Optional<FormTask> task = properties == null ? Optional.empty() : taskOf(taskId);
        if (task.isEmpty()) {
            return properties;
        }
        if (!task.get().isReview()) {
            return Variables.createVariables()
                    .putValueTyped(EnrollmentProcess.FORM_STEP, Variables.stringValue(fields(properties), true));
        }
        Map<String, Object> answers = new HashMap<>();
        for (String name : ANSWERS) {
            if (properties.containsKey(name)) {
                answers.put(
                        name,
                        name.equals(EnrollmentProcess.FORM_FIELDS) ? pointers(properties) : answer(name, properties));
            }
        }
        return answers;
    }

    /** The fields of a workflow step as JSON. The variable is transient, so that the engine does not store them. */
    private String fields(Map<String, Object> properties) {
        ObjectNode fields = mapper.createObjectNode();
        for (String name : properties.keySet()) {
            if (STEP_FIELD.matcher(name).matches()) {
                fields.set(name, field(name, properties));
            }
        }
        return fields.toString();
    }

    private JsonNode field(String name, Map<String, Object> properties) {
        TypedValue typed = properties instanceof VariableMap variables ? variables.getValueTyped(name) : null;
        try {
            return typed instanceof SerializableValue json
                    ? mapper.readTree(json.getValueSerialized())
                    : mapper.valueToTree(answer(name, properties));
        } catch (JsonProcessingException e) {
            throw new FormFieldValidationException(null, name + " must be a text, a number or a list of texts.");
        }
    }

    /** Reads only the requested property: any other value may be an object from an attacker. */
    private static @Nullable Object answer(String name, Map<String, Object> properties) {
        TypedValue typed = properties instanceof VariableMap variables ? variables.getValueTyped(name) : null;
        if (typed instanceof SerializableValue || typed instanceof FileValue) {
            throw new FormFieldValidationException(null, name + " must be a text.");
        }
        return typed == null ? properties.get(name) : typed.getValue();
    }

    /**
     * The selected members as one text, separated by blanks. Tasklist sends a list as the JSON text of an object, which is
     * read here and never deserialized by the engine.
     */
    private @Nullable String pointers(Map<String, Object> properties) {
        String name = EnrollmentProcess.FORM_FIELDS;
        TypedValue typed = properties instanceof VariableMap variables ? variables.getValueTyped(name) : null;
        Object sent = typed == null
                ? properties.get(name)
                : typed instanceof SerializableValue json ? json.getValueSerialized() : typed.getValue();
        if (sent == null) {
            return null;
        }
        List<String> pointers = new ArrayList<>();
        try {
            JsonNode list = mapper.readTree(sent.toString());
            list.forEach(pointer -> pointers.add(pointer.asText()));
            if (!list.isArray()
                    || pointers.size() > MOST_FIELDS
                    || !pointers.stream().allMatch(POINTER.asMatchPredicate())) {
                throw new InvalidInput("/fields", "must be a list of fields");
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInput("/fields", "must be a list of fields");
        }
        return String.join(" ", pointers);
    }

    /** One of our tasks: a review, or a step of a workflow with fields of its own. */
    private record FormTask(String enrollmentId, boolean isReview) {}

    /** Empty for tasks of other models. */
    private Optional<FormTask> taskOf(String taskId) {
        return commandExecutor.execute(context -> {
            TaskEntity task = context.getTaskManager().findTaskById(taskId);
            if (task == null || !EnrollmentProcess.isReviewTask(task.getTaskDefinitionKey())) {
                return Optional.empty();
            }
            ExecutionEntity process = context.getExecutionManager().findExecutionById(task.getProcessInstanceId());
            return Optional.of(new FormTask(
                    process.getBusinessKey(), EnrollmentProcess.hasReviewForm(task.getTaskDefinitionKey())));
        });
    }
}
