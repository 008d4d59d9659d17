package dev.enlist.process.delegate;

import dev.enlist.enrollment.InformationRequest;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.problem.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a person entered into a form. Read once, then removed from the engine, because a reason or a question
 * may contain personal data.
 *
 * @param decision the choice, as the form names it
 * @param asked    question to the applicant
 * @param fields   JSON pointers of the members that the answer may change
 */
public record FormAnswer(
        String decision, @Nullable String reason, @Nullable String asked, List<String> fields) {

    private static final int LONGEST_QUESTION = 2000;

    /** What a reviewer chooses. */
    public enum Choice {
        APPROVE,
        REJECT,
        ASK
    }

    /** Empty where the task was completed without its form. */
    public static Optional<FormAnswer> take(DelegateExecution execution) {
        String decision = text(execution, EnrollmentProcess.FORM_DECISION);
        String reason = text(execution, EnrollmentProcess.FORM_REASON);
        String asked = text(execution, EnrollmentProcess.FORM_QUESTION);
        String fields = text(execution, EnrollmentProcess.FORM_FIELDS);
        return decision == null
                ? Optional.empty()
                : Optional.of(new FormAnswer(
                        decision,
                        reason,
                        asked,
                        fields == null || fields.isEmpty()
                                ? List.of()
                                : Arrays.stream(fields.split(" ")).toList()));
    }

    private static @Nullable String text(DelegateExecution execution, String name) {
        Object value = execution.getVariable(name);
        execution.removeVariable(name);
        return value == null ? null : value.toString();
    }

    /**
     * The choice in the form of a review.
     *
     * @throws InvalidInput where it is none of them
     */
    public Choice choice() {
        return switch (decision) {
            case "approve" -> Choice.APPROVE;
            case "reject" -> Choice.REJECT;
            case "ask" -> Choice.ASK;
            default -> throw unknownChoice();
        };
    }

    /** The refusal of a review without a decision. */
    public static InvalidInput unknownChoice() {
        return new InvalidInput("/decision", "must be approve, reject or ask");
    }

    /** @throws InvalidInput where the question is missing or too long */
    public InformationRequest.Question question() {
        if (asked == null || asked.isBlank()) {
            throw new InvalidInput("/question", "must say what the applicant is asked");
        }
        if (asked.codePointCount(0, asked.length()) > LONGEST_QUESTION) {
            throw new InvalidInput("/question", "must have at most " + LONGEST_QUESTION + " characters");
        }
        return new InformationRequest.Question(asked, fields, List.of(), null);
    }
}
