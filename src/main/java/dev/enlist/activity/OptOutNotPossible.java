package dev.enlist.activity;

import dev.enlist.shared.problem.Conflict;

/** A participant cannot opt out of an activity. */
public class OptOutNotPossible extends Conflict {

    private OptOutNotPossible(String code, String detail) {
        super(code, detail);
    }

    static OptOutNotPossible notAllowed() {
        return new OptOutNotPossible(
                "opt-out-not-allowed", "The program does not allow participants to opt out of activities.");
    }

    static OptOutNotPossible begun() {
        return new OptOutNotPossible(
                "activity-begun", "The activity has begun or is over; opting out is possible before it begins.");
    }

    static OptOutNotPossible limit(int most, ActivityLimits.Days period) {
        return new OptOutNotPossible(
                "opt-out-limit",
                "At most " + most + (most == 1 ? " opt-out is" : " opt-outs are") + " possible from " + period.first()
                        + " to " + period.last() + ", and all are used.");
    }
}
