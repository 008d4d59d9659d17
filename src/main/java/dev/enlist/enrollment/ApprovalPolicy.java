package dev.enlist.enrollment;

import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.SamePerson;

/**
 * How many people have to approve an application: one, or two different ones.
 *
 * @param required 1 or 2
 */
record ApprovalPolicy(int required, SamePerson persons) {

    static ApprovalPolicy of(ProgramInstance instance, SamePerson persons) {
        return new ApprovalPolicy(instance.requiredApprovals(), persons);
    }

    boolean needsTwo() {
        return required > 1;
    }

    /** @throws SecondPersonRequired where the first approval is by the same person, or by a key of that person */
    void requireSecondPerson(ReviewApproval first, Actor by) {
        if (persons.isSame(first.by(), by)) {
            throw new SecondPersonRequired(first.by());
        }
    }
}
