package dev.enlist.review.workload;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The members of the workspace in scope who may review, as far as the caller works with their program instances. */
@Component
class ReviewTeamQuery {

    private static final Set<Role> REVIEWING = Set.of(Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR);

    private final People people;
    private final AccessGate gate;

    ReviewTeamQuery(People people, AccessGate gate) {
        this.people = people;
        this.gate = gate;
    }

    /** One statement. */
    List<Member> members() {
        return people.members(WorkspaceScope.current()).stream()
                .filter(this::isVisible)
                .toList();
    }

    /** @throws NotFound where the caller sees no such reviewer */
    Member member(String userId) {
        return people.member(WorkspaceScope.current(), userId)
                .filter(this::isVisible)
                .orElseThrow(() -> new NotFound("reviewer"));
    }

    private boolean isVisible(Member member) {
        InstanceLimit limit = gate.limit();
        return member.roles().stream().anyMatch(REVIEWING::contains)
                && (!limit.isLimited()
                        || member.programInstanceIds().isEmpty()
                        || member.programInstanceIds().stream().anyMatch(limit::allows));
    }
}
