package dev.enlist.eligibility.cases;

import dev.enlist.eligibility.RuleInput;
import dev.enlist.shared.problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a test case.
 *
 * @param name           unique within the rule set
 * @param inputs         values by name of {@link RuleInput}; an absent input is null
 * @param expectedStatus {@code eligible}, {@code ineligible} or {@code manual}
 * @param expectedCode   kebab-case; null where any code is accepted
 */
public record TestCaseDetails(
        String name,
        Map<String, @Nullable Object> inputs,
        String expectedStatus,
        @Nullable String expectedCode) {

    /** Names that are no inputs, and values of the wrong type. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(RuleInput.unknown(inputs.keySet(), "/inputs"));
        for (RuleInput input : RuleInput.ALL) {
            Object value = inputs.get(input.name());
            if (value != null && !fits(input.type(), value)) {
                faults.add(new Fault("/inputs/" + input.name(), "must be " + words(input.type())));
            }
        }
        return faults;
    }

    private static boolean fits(String type, Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "context" -> value instanceof Map<?, ?>;
            default -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        };
    }

    private static String words(String type) {
        return switch (type) {
            case "string" -> "a text";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "context" -> "an object";
            default -> "a list of texts";
        };
    }
}
