package dev.enlist.enrollment;

import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds the members of the workspace in scope who may review the enrollments of a program instance. */
@Component
public class ReviewerResolver {

    private static final Set<Role> REVIEWING = Set.of(Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR);

    private final People people;

    ReviewerResolver(People people) {
        this.people = people;
    }

    /** The member with this id, whatever the roles. */
    Optional<Member> member(String userId) {
        return people.member(WorkspaceScope.current(), userId);
    }

    /** The reviewer with this id; empty where there is none, or the member may not review this instance. */
    public Optional<Member> find(String userId, String programInstanceId) {
        return member(userId).filter(member -> mayReview(member, programInstanceId));
    }

    /** @throws InvalidInput where no reviewer of this instance has the id */
    public Member require(String userId, String programInstanceId) {
        return find(userId, programInstanceId).orElseThrow(() -> unfit("the id"));
    }

    /**
     * @param email exactly as the member has it
     * @throws InvalidInput where no reviewer of this instance has the e-mail
     */
    public Member requireByEmail(String email, String programInstanceId) {
        return people.memberByEmail(WorkspaceScope.current(), email)
                .filter(member -> member.email().equals(email))
                .filter(member -> mayReview(member, programInstanceId))
                .orElseThrow(() -> unfit("the e-mail"));
    }

    static boolean mayReview(Member member, String programInstanceId) {
        return member.roles().stream().anyMatch(REVIEWING::contains)
                && InstanceLimit.to(member.programInstanceIds()).allows(programInstanceId);
    }

    private static InvalidInput unfit(String what) {
        return new InvalidInput(
                "/userId",
                "is not " + what
                        + " of a reviewer, coordinator or administrator of this workspace who works with the program instance");
    }
}
