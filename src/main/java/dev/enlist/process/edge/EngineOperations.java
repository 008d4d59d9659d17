package dev.enlist.process.edge;

import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The engine operations that are available over HTTP, each with its roles and the allowed query parameters and JSON
 * members. Every other operation is refused for every role, because enrollments are started, changed and ended through
 * their own services. The engine checks its own authorizations in addition.
 */
final class EngineOperations {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String ID = "/[A-Za-z0-9_:.@+-]+";
    private static final Set<String> NONE = Set.of();

    private static final Set<String> RUNNING = EngineFields.RUNNING;

    private static final Set<Role> REVIEWERS = Set.of(Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR);
    private static final Set<Role> ASSIGNERS = Set.of(Role.COORDINATOR, Role.ADMINISTRATOR);
    private static final Set<Role> ADMINISTRATORS = Set.of(Role.ADMINISTRATOR);
    private static final Set<Role> ALL_ROLES = Set.of(Role.values());

    /**
     * An operation.
     *
     * @param action  effect on a task; null for every other operation
     * @param members allowed names in a JSON body, at any depth; null for a form, which has its own fields
     */
    record Operation(
            Set<String> methods,
            Pattern path,
            Set<Role> roles,
            Set<String> parameters,
            @Nullable Set<String> members,
            @Nullable TaskAction action) {

        /** Whether it tells of processes of the whole workspace, which a member of some program instances does not see. */
        boolean tellsOfTheWorkspace() {
            return roles.equals(ADMINISTRATORS) || RUNNING.equals(parameters) || RUNNING.equals(members);
        }

        boolean isFor(Set<Role> held) {
            return held.stream().anyMatch(roles::contains);
        }
    }

    /** An action of a person on a task. */
    enum TaskAction {
        CLAIM,
        RELEASE,
        ASSIGN,
        COMPLETE
    }

    private static final List<Operation> ALL = all();

    private EngineOperations() {}

    private static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        // static resources of the pages, and their first requests
        read(
                all,
                ALL_ROLES,
                Set.of("bust", "_", "continue"),
                "/camunda(/|/app/(cockpit|tasklist|welcome)(/.*)?|/(lib|assets|plugin)/.*|/favicon\\.ico)?");
        read(all, ALL_ROLES, Set.of("bust", "_"), "/camunda/api/(cockpit|tasklist|welcome)/plugin/[^/]+/static/.*");
        // who is signed in; the address has the name of Camunda Admin, which is closed: all that it changes is refused
        read(all, ALL_ROLES, NONE, "/camunda/api/admin/auth/user/default");
        write(all, "POST", ALL_ROLES, NONE, NONE, "/camunda/api/admin/auth/user/default/logout");
        read(
                all,
                ALL_ROLES,
                EngineFields.PAGE,
                "/camunda/api/engine/engine/?|" + ENGINE + "/(version|identity/groups)");
        read(all, ALL_ROLES, Set.of("userId"), ENGINE + "/identity/groups");
        read(all, ALL_ROLES, EngineFields.PERMISSION, ENGINE + "/authorization/check");
        read(all, ALL_ROLES, EngineFields.PEOPLE, ENGINE + "/user" + ID + "/profile");
        // Tasklist
        read(all, REVIEWERS, EngineFields.PEOPLE, ENGINE + "/(user|group|tenant)(/count)?");
        read(all, REVIEWERS, EngineFields.FILTERS, ENGINE + "/filter(/count|" + ID + ")?");
        read(all, REVIEWERS, EngineFields.TASKS, ENGINE + "/filter" + ID + "/(list|count|singleResult)");
        read(all, ALL_ROLES, EngineFields.TASKS, ENGINE + "/task(/count)?");
        read(
                all,
                REVIEWERS,
                Set.of("deserializeValue", "deserializeValues", "variableNames", "type"),
                ENGINE + "/task" + ID
                        + "(/(form|deployed-form|form-variables|identity-links|comment|attachment|variables"
                        + "|localVariables))?");
        read(
                all,
                REVIEWERS,
                EngineFields.DEFINITIONS,
                ENGINE + "/process-definition(/count|" + ID + "(/(xml|diagram))?)?");
        read(all, REVIEWERS, EngineFields.RUNNING, ENGINE + "/history/(user-operation|task)(/count)?");
        write(all, "POST", ALL_ROLES, EngineFields.PAGE, EngineFields.TASKS, ENGINE + "/task(/count)?");
        write(
                all,
                "POST",
                REVIEWERS,
                EngineFields.PAGE,
                EngineFields.TASKS,
                ENGINE + "/filter" + ID + "/(list|count|singleResult)");
        write(
                all,
                "POST",
                REVIEWERS,
                Set.of("firstResult", "maxResults", "deserializeValues"),
                EngineFields.RUNNING,
                ENGINE + "/variable-instance(/count)?");
        task(all, REVIEWERS, Set.of("userId"), "claim", TaskAction.CLAIM);
        task(all, REVIEWERS, NONE, "unclaim", TaskAction.RELEASE);
        task(all, ASSIGNERS, Set.of("userId"), "assignee", TaskAction.ASSIGN);
        // a task can be completed only with its form
        task(all, REVIEWERS, null, "submit-form", TaskAction.COMPLETE);
        // Cockpit
        read(all, ADMINISTRATORS, EngineFields.READ_BY_ADMINISTRATORS, "/camunda/api/(engine|cockpit)/.*");
        write(
                all,
                "POST",
                ADMINISTRATORS,
                EngineFields.PAGE,
                EngineFields.RUNNING,
                ENGINE + "/(process-instance|execution|variable-instance|job|incident)(/count)?");
        write(
                all,
                "POST",
                ADMINISTRATORS,
                EngineFields.PAGE,
                EngineFields.DEFINITIONS,
                ENGINE + "/process-definition(/count)?");
        write(
                all,
                "POST",
                ADMINISTRATORS,
                EngineFields.PAGE,
                EngineFields.READ_BY_ADMINISTRATORS,
                ENGINE + "/history/(task|process-instance|activity-instance|incident|job-log|variable-instance"
                        + "|decision-instance)(/count)?");
        write(
                all,
                "POST",
                ADMINISTRATORS,
                EngineFields.RUNNING,
                EngineFields.READ_BY_ADMINISTRATORS,
                "/camunda/api/cockpit/plugin/base/default/[a-z/-]+([A-Za-z0-9_:.-]+/[a-z-]+)?");
        write(all, "PUT", ADMINISTRATORS, NONE, Set.of("retries"), ENGINE + "/job" + ID + "/retries");
        return List.copyOf(all);
    }

    private static void read(List<Operation> all, Set<Role> roles, Set<String> parameters, String path) {
        all.add(new Operation(READING, Pattern.compile(path), roles, parameters, NONE, null));
    }

    private static void write(
            List<Operation> all,
            String method,
            Set<Role> roles,
            Set<String> parameters,
            Set<String> members,
            String path) {
        all.add(new Operation(Set.of(method), Pattern.compile(path), roles, parameters, members, null));
    }

    private static void task(
            List<Operation> all, Set<Role> roles, @Nullable Set<String> members, String step, TaskAction action) {
        Pattern path = Pattern.compile(ENGINE + "/task" + ID + "/" + step);
        all.add(new Operation(Set.of("POST"), path, roles, NONE, members, action));
    }

    /**
     * The operations that match a request, for any role; several may match, each with its own fields.
     *
     * @param path decoded once, as the container does it
     */
    static List<Operation> of(String method, String path) {
        return ALL.stream()
                .filter(operation -> operation.methods().contains(method)
                        && operation.path().matcher(path).matches())
                .toList();
    }
}
