package dev.enlist.setup;

import dev.enlist.access.PasswordPolicy;
import dev.enlist.access.UserService;
import dev.enlist.review.workload.AbsenceDetails;
import dev.enlist.review.workload.AbsenceService;
import dev.enlist.review.workload.ClaimedReviews;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The reviewers of the demo data. Their passwords are random and not shown; an administrator sends them a link. */
@Component
class DemoTeamInitializer {

    private static final List<String> NAMES =
            List.of("Rita Okonkwo", "Jonas Lindqvist", "Mei-Ling Chow", "Carlos Ibarra");

    private final UserService users;
    private final People people;
    private final PasswordPolicy passwords;
    private final AbsenceService absences;
    private final Clock clock;

    DemoTeamInitializer(
            UserService users, People people, PasswordPolicy passwords, AbsenceService absences, Clock clock) {
        this.users = users;
        this.people = people;
        this.passwords = passwords;
        this.absences = absences;
        this.clock = clock;
    }

    /** Creates the reviewers; the first one reviews most. */
    List<Actor> reviewers(WorkspaceRef workspace) {
        List<Actor> reviewers = new ArrayList<>();
        for (String name : NAMES) {
            String email = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@example.com";
            String accountId = users.create(email, name, passwords.generate(), workspace, Role.REVIEWER);
            Member member = people.memberships(accountId).get(0);
            reviewers.add(Actor.user(member.userId(), name));
        }
        return reviewers;
    }

    /** One reviewer is away now, another one soon. */
    void absences(List<Actor> reviewers) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        absences.create(new AbsenceDetails(
                reviewers.get(2).id(),
                today.minusDays(2),
                today.plusDays(9),
                "Parental leave",
                ClaimedReviews.RELEASE));
        absences.create(new AbsenceDetails(
                reviewers.get(1).id(), today.plusDays(24), today.plusDays(38), "Holiday", ClaimedReviews.KEEP));
    }
}
