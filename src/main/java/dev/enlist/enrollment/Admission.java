package dev.enlist.enrollment;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.incentive.IncentiveEvaluator;
import dev.enlist.program.ProgramInstance;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment whose process starts now, and the decision that the rule task of this process reaches. The process holds it
 * in a transient variable: its row may not be stored yet, so the steps of the process cannot load it. The enrollment itself
 * does not change until the engine command has ended.
 */
public final class Admission {

    private final Enrollment enrollment;
    private final ProgramInstance instance;
    private final Map<String, @Nullable Object> inputs;
    private final RuleSetRef rules;
    private @Nullable Decision decision;

    Admission(Enrollment enrollment, ProgramInstance instance, Map<String, @Nullable Object> inputs, RuleSetRef rules) {
        this.enrollment = enrollment;
        this.instance = instance;
        this.inputs = inputs;
        this.rules = rules;
    }

    public String enrollmentId() {
        return enrollment.getId();
    }

    public String applicationNumber() {
        return enrollment.applicationNumber();
    }

    public ProgramInstance instance() {
        return instance;
    }

    /** What the rules may know, under the names of {@link dev.enlist.eligibility.RuleInput}. */
    public Map<String, @Nullable Object> inputs() {
        return inputs;
    }

    /** The version of the rules in force. */
    public RuleSetRef rules() {
        return rules;
    }

    /** Takes the decision of the rule task; the last one counts. */
    public void decide(Decision reached) {
        this.decision = reached;
    }

    Enrollment enrollment() {
        return enrollment;
    }

    /** Moves the enrollment by the decision; empty where there is none, since the rules were not asked or failed. */
    Optional<DecisionRecord> record(IncentiveEvaluator incentives, Instant now) {
        if (decision == null) {
            return Optional.empty();
        }
        return Optional.of(
                enrollment.judge(rules, decision, inputs, incentives.evaluate(rules, decision, inputs), now));
    }
}
