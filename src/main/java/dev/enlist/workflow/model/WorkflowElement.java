package dev.enlist.workflow.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An element of a workflow.
 *
 * @param name       for people; the id where the document gives none
 * @param properties extension properties, and the attributes {@code roles, topic, decisionRef, decisionVersion, called,
 *                   calledVersion, default, attachedTo, duration, interrupting} where the element has them
 */
public record WorkflowElement(String id, String name, StepKind kind, Map<String, String> properties) {

    public static final String ROLES = "roles";
    public static final String TOPIC = "topic";
    public static final String RULE_SET = "decisionRef";
    public static final String RULE_SET_VERSION = "decisionVersion";
    public static final String CALLED = "called";
    public static final String CALLED_VERSION = "calledVersion";
    public static final String DEFAULT = "default";
    public static final String ATTACHED_TO = "attachedTo";
    public static final String DURATION = "duration";
    public static final String INTERRUPTING = "interrupting";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    public Optional<String> property(String property) {
        return Optional.ofNullable(properties.get(property)).filter(value -> !value.isBlank());
    }

    /** A list that is separated by commas. */
    public List<String> list(String property) {
        return property(property).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::trim)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    /** Empty where it is absent or no ISO 8601 duration. */
    public Optional<Duration> duration(String property) {
        return property(property).flatMap(WorkflowElement::parse);
    }

    static Optional<Duration> parse(String iso) {
        try {
            return Optional.of(Duration.parse(iso.trim()));
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The name under which later steps read the result. */
    public String result() {
        return property("result").orElse(id);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Heading of the task of a user step. */
    public String title() {
        return property("title").orElse(name);
    }

    /** Whether a person approves or rejects in this user step. */
    public boolean isDecision() {
        return kind == StepKind.USER && property("decision").map("true"::equals).orElse(false);
    }

    /** The outcome of a decide step as the document names it. */
    public String outcome() {
        return property("outcome").orElse("");
    }

    WorkflowFinding.Element place() {
        return new WorkflowFinding.Element(id, name);
    }
}
