package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.enlist.customer.DuplicateService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a reviewer should know about an open review before opening it. */
public enum ReviewFlag {
    /** The instance wanted it decided by now. */
    OVERDUE("overdue", "r.due_at <= :now"),
    /** The rules no longer find the applicant eligible. */
    VERDICT_CHANGED("verdictChanged", ReviewFlag.ofEnrollment("verdict_changed_at is not null")),
    /** Rules published since the submission would decide otherwise. */
    RULES_CHANGED("rulesChanged", ReviewFlag.ofEnrollment("flagged_at is not null")),
    /** The applicant may be another customer, too. */
    POSSIBLE_DUPLICATE("possibleDuplicate", ReviewFlag.ofEnrollment("""
            customer_id in (
                select unnest(array[d.first_id, d.second_id]) from duplicate_pair d
                where d.workspace_id = :workspace and d.score >= %d and d.dismissed_at is null)\
            """.formatted(DuplicateService.FLAGGED_FROM))),
    /** The applicant answered a question. */
    ANSWER_ARRIVED("answerArrived", ReviewFlag.ofEnrollment("information_provided_at is not null"));

    private final String wire;
    private final String condition;

    ReviewFlag(String wire, String condition) {
        this.wire = wire;
        this.condition = condition;
    }

    private static String ofEnrollment(String column) {
        return "r.enrollment_id in (select f.id from enrollment f where f.workspace_id = :workspace and f." + column
                + ")";
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** SQL over the table {@code review} as {@code r}, with the parameters {@code now} and {@code workspace}. */
    String condition() {
        return condition;
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(ReviewFlag::wire).toList();
    }

    public static Optional<ReviewFlag> ofWire(String wire) {
        return Arrays.stream(values()).filter(flag -> flag.wire.equals(wire)).findFirst();
    }
}
