package dev.enlist.process.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.form.FieldOption;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.StepFormValidator;
import dev.enlist.workflow.model.StepKind;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.model.WorkflowModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Writes the forms of user steps for the task list. A decision has the form of reviews; any other step shows the same about
 * the application, and its own fields.
 */
@Component
class StepTaskForm {

    /** Options that fit on a page as buttons; more become a list. */
    private static final int MOST_BUTTONS = 6;

    private static final int CENTS = 2;
    private static final String YES = "true";
    private static final String NO = "false";

    private final ObjectMapper mapper;
    private final ObjectNode review;

    StepTaskForm(ObjectMapper mapper) {
        this.mapper = mapper;
        try (InputStream form =
                new ClassPathResource("bpmn/" + WorkflowCompiler.REVIEW_FORM + ".form").getInputStream()) {
            this.review = (ObjectNode) mapper.readTree(form);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The forms that the user steps of a workflow name, as JSON by key; none for a workflow without user steps. */
    Map<String, String> of(String slug, WorkflowModel model) {
        Map<String, String> forms = new LinkedHashMap<>();
        model.of(StepKind.USER).forEach(user -> {
            String key = WorkflowCompiler.formKey(slug, user);
            forms.put(key, (user.isDecision() ? review : form(key, user)).toString());
        });
        return forms;
    }

    private ObjectNode form(String key, WorkflowElement user) {
        ObjectNode form = review.deepCopy();
        form.put("id", key);
        ArrayNode components = form.putArray("components");
        for (JsonNode component : review.path("components")) {
            if (!component.has("key")) {
                components.add(component.deepCopy());
            }
        }
        List<FormField> fields = StepFormValidator.fields(user);
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).type() == FieldType.MULTI_CHOICE) {
                boxes(fields.get(i), i).forEach(components::add);
            } else {
                components.add(component(fields.get(i)).put("key", EnrollmentProcess.FORM_STEP_FIELD + i));
            }
        }
        return form;
    }

    /**
     * A box for each option. The lists of the form library arrive as values of a type that the engine reads only with an
     * additional library; a box is true or false.
     */
    private List<ObjectNode> boxes(FormField field, int number) {
        List<ObjectNode> boxes = new ArrayList<>();
        String label = field.label().in(Locale.ENGLISH);
        for (FieldOption option : field.options()) {
            ObjectNode box = mapper.createObjectNode()
                    .put("type", "checkbox")
                    .put("id", id(field) + "-" + boxes.size())
                    .put("key", boxKey(number, boxes.size()))
                    .put("label", label + ": " + option.label().in(Locale.ENGLISH));
            if (field.help() != null && boxes.isEmpty()) {
                box.put("description", field.help().in(Locale.ENGLISH));
            }
            boxes.add(box);
        }
        return boxes;
    }

    private static String boxKey(int field, int option) {
        return EnrollmentProcess.FORM_STEP_FIELD + field + "_" + option;
    }

    private static String id(FormField field) {
        return "field_" + StepFormValidator.name(field).replace('.', '_');
    }

    private ObjectNode component(FormField field) {
        ObjectNode component = mapper.createObjectNode();
        component.put("id", id(field));
        component.put("label", field.label().in(Locale.ENGLISH));
        if (field.help() != null) {
            component.put("description", field.help().in(Locale.ENGLISH));
        }
        ObjectNode validate = component.putObject("validate");
        if (field.required()) {
            validate.put("required", true);
        }
        switch (field.type()) {
            case NUMBER -> number(component, field);
            case MONEY -> number(component, field).put("decimalDigits", CENTS);
            case INTEGER -> number(component, field).put("decimalDigits", 0);
            case DATE ->
                component.put("type", "datetime").put("subtype", "date").put("dateLabel", label(component));
            case BOOLEAN -> {
                component.put("type", "radio");
                option(option(component.putArray("values"), "Yes", YES), "No", NO);
            }
            case CHOICE -> {
                component.put("type", field.options().size() > MOST_BUTTONS ? "select" : "radio");
                options(component, field);
            }
            case LONG_TEXT -> text(component, "textarea", field);
            default -> text(component, "textfield", field);
        }
        return component;
    }

    private static String label(ObjectNode component) {
        return component.path("label").asText();
    }

    private static void text(ObjectNode component, String type, FormField field) {
        component.put("type", type);
        component.withObject("/validate").put("maxLength", field.longest());
    }

    private static ObjectNode number(ObjectNode component, FormField field) {
        ObjectNode validate = component.put("type", "number").withObject("/validate");
        field.minNumber().ifPresent(min -> validate.put("min", min));
        field.maxNumber().ifPresent(max -> validate.put("max", max));
        return component;
    }

    private static void options(ObjectNode component, FormField field) {
        ArrayNode values = component.putArray("values");
        for (FieldOption option : field.options()) {
            option(values, option.label().in(Locale.ENGLISH), option.value());
        }
    }

    private static ArrayNode option(ArrayNode values, String label, String value) {
        values.addObject().put("label", label).put("value", value);
        return values;
    }

    /**
     * The values of a step as the API takes them.
     *
     * @param entered JSON values by key; fields that were left empty are missing, null or blank
     * @return JSON values by name of the field
     */
    static Map<String, Object> values(WorkflowElement user, JsonNode entered) {
        List<FormField> fields = StepFormValidator.fields(user);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            FormField field = fields.get(i);
            JsonNode value = field.type() == FieldType.MULTI_CHOICE
                    ? chosen(field, i, entered)
                    : entered.path(EnrollmentProcess.FORM_STEP_FIELD + i);
            if (!value.isMissingNode()
                    && !value.isNull()
                    && !(value.isTextual() && value.textValue().isBlank())) {
                values.put(StepFormValidator.name(field), value(field, value));
            }
        }
        return values;
    }

    /** The options whose box is checked; missing where none is. */
    private static JsonNode chosen(FormField field, int number, JsonNode entered) {
        ArrayNode chosen = JsonNodeFactory.instance.arrayNode();
        List<FieldOption> options = field.options();
        for (int n = 0; n < options.size(); n++) {
            if (entered.path(boxKey(number, n)).asBoolean()) {
                chosen.add(options.get(n).value());
            }
        }
        return chosen.isEmpty() ? MissingNode.getInstance() : chosen;
    }

    private static Object value(FormField field, JsonNode value) {
        String text = value.asText();
        return switch (field.type()) {
            case BOOLEAN -> text.equals(YES) ? Boolean.TRUE : text.equals(NO) ? Boolean.FALSE : (Object) text;
            case NUMBER, INTEGER, MONEY -> value.isNumber() ? value.decimalValue() : number(text);
            case MULTI_CHOICE -> value.valueStream().map(JsonNode::asText).toList();
            default -> text;
        };
    }

    /** A text that is no number stays, so that the check of the field names it. */
    private static Object number(String text) {
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
