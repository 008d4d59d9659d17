package dev.enlist.access;

import static dev.enlist.shared.access.Scope.*;

import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Maps roles to scopes; several roles add up. */
public final class RoleScopes {

    private static final Set<Scope> EVERYTHING_SEEN = EnumSet.of(
            PROGRAMS_READ,
            ENROLLMENTS_READ,
            OUTCOMES_READ,
            ACTIVITIES_READ,
            IMPORTS_READ,
            PEOPLE_READ,
            RULES_READ,
            WORKFLOWS_READ,
            TEMPLATES_READ,
            CAMPAIGNS_READ,
            CAPACITY_READ,
            PAYOUTS_READ,
            REPORTS_READ);

    private static final Map<Role, Set<Scope>> SCOPES = Map.of(
            Role.ADMINISTRATOR,
            EnumSet.allOf(Scope.class),
            Role.COORDINATOR,
            with(
                    EVERYTHING_SEEN,
                    PROGRAMS_WRITE,
                    ENROLLMENTS_CREATE,
                    ENROLLMENTS_WRITE,
                    ENROLLMENTS_UNENROLL,
                    ENROLLMENTS_DECIDE,
                    ENROLLMENTS_ASSIGN,
                    ENROLLMENTS_OVERRIDE,
                    DOCUMENTS_READ,
                    DOCUMENTS_WRITE,
                    NOTES_READ,
                    NOTES_WRITE,
                    OUTCOMES_WRITE,
                    ACTIVITIES_WRITE,
                    IMPORTS_WRITE,
                    PEOPLE_WRITE,
                    TEMPLATES_WRITE,
                    CAMPAIGNS_WRITE,
                    CAPACITY_WRITE,
                    PAYOUTS_WRITE,
                    PAYOUTS_RELEASE,
                    EVENTS_READ,
                    WORKFLOW_TASKS_WORK,
                    USERS_READ),
            Role.REVIEWER,
            with(EVERYTHING_SEEN, ENROLLMENTS_DECIDE, DOCUMENTS_READ, DOCUMENTS_WRITE, NOTES_READ, NOTES_WRITE),
            Role.ANALYST,
            with(EVERYTHING_SEEN, RULES_WRITE, RULES_PUBLISH, WORKFLOWS_WRITE, WORKFLOWS_PUBLISH),
            Role.VIEWER,
            EVERYTHING_SEEN);

    private RoleScopes() {}

    public static Set<Scope> of(Collection<Role> roles) {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        roles.forEach(role -> all.addAll(SCOPES.get(role)));
        return Set.copyOf(all);
    }

    private static Set<Scope> with(Set<Scope> base, Scope... more) {
        EnumSet<Scope> all = EnumSet.copyOf(base);
        all.addAll(Set.of(more));
        return all;
    }
}
