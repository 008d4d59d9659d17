package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The parts of the inbox. */
public enum ReviewTab {
    /** Claimed by the caller. */
    MINE("mine", "r.waiting_since is null and r.assignee_id = :caller"),
    /** Claimed by no one. */
    UNASSIGNED("unassigned", "r.waiting_since is null and r.assignee_id = ''"),
    /** Every open review. */
    ALL("all", "true"),
    /** Applications whose applicant has an open question. */
    WAITING("waiting", "r.waiting_since is not null");

    private final String wire;
    private final String condition;

    ReviewTab(String wire, String condition) {
        this.wire = wire;
        this.condition = condition;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** SQL over the table {@code review} as {@code r}, with the parameter {@code caller}. */
    String condition() {
        return condition;
    }

    public static Optional<ReviewTab> ofWire(String wire) {
        return Arrays.stream(values()).filter(tab -> tab.wire.equals(wire)).findFirst();
    }
}
