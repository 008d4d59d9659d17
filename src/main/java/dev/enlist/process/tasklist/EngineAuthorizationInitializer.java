package dev.enlist.process.tasklist;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What each role may do in Tasklist and Cockpit, written once into the engine. Rights hold in every workspace; the
 * tenant of the session decides which workspace a person sees. No role may start, change or delete a process: only
 * enrollments do that. Camunda Admin is closed to every role, because people, roles and workspaces are changed through
 * {@code /users} and {@code /workspaces}.
 */
@Component
class EngineAuthorizationInitializer implements SmartInitializingSingleton {

    /** An arbitrary lock key, equal on every node: the nodes take turns. */
    private static final long LOCK = 0x656e6c697374L;

    private static final List<Role> REVIEWING = List.of(Role.ADMINISTRATOR, Role.COORDINATOR, Role.REVIEWER);

    private static final List<Role> ASSIGNING = List.of(Role.ADMINISTRATOR, Role.COORDINATOR);

    private static final List<Permission> REVIEW = List.of(
            ProcessDefinitionPermissions.READ,
            ProcessDefinitionPermissions.READ_TASK,
            // claim, release, complete; without the other rights of UPDATE_TASK: parent, priority, dates, assignee
            ProcessDefinitionPermissions.TASK_WORK);

    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    EngineAuthorizationInitializer(
            AuthorizationService authorizations,
            FilterService filters,
            TaskService tasks,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.authorizations = authorizations;
        this.filters = filters;
        this.tasks = tasks;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query((row, n) -> row.getRow())
                    .list();
            REVIEWING.forEach(this::mayReview);
            mayOperate(Role.ADMINISTRATOR);
            revoke(Role.ADMINISTRATOR, Resources.APPLICATION, "admin");
            revoke(Role.ADMINISTRATOR, Resources.AUTHORIZATION, Authorization.ANY);
            filter("Reviews", tasks.createTaskQuery().taskDefinitionKey(EnrollmentProcess.REVIEW), 0);
            filter(
                    "Manual evaluations",
                    tasks.createTaskQuery().taskDefinitionKey(EnrollmentProcess.EVALUATE_MANUALLY),
                    10);
            filter("All tasks", tasks.createTaskQuery(), 20);
        });
    }

    private void mayReview(Role role) {
        grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        grant(role, Resources.APPLICATION, "welcome", Permissions.ACCESS);
        grant(role, Resources.FILTER, Authorization.ANY, Permissions.READ);
        List<Permission> permissions = new ArrayList<>(REVIEW);
        if (ASSIGNING.contains(role)) {
            permissions.add(ProcessDefinitionPermissions.TASK_ASSIGN);
        }
        grant(role, Resources.PROCESS_DEFINITION, Authorization.ANY, permissions.toArray(Permission[]::new));
    }

    private void mayOperate(Role role) {
        grant(role, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant(
                role,
                Resources.PROCESS_INSTANCE,
                Authorization.ANY,
                Permissions.READ,
                org.camunda.bpm.engine.authorization.ProcessInstancePermissions.RETRY_JOB);
        grant(role, Resources.DECISION_DEFINITION, Authorization.ANY, Permissions.READ);
        grant(role, Resources.DECISION_REQUIREMENTS_DEFINITION, Authorization.ANY, Permissions.READ);
        grant(role, Resources.DEPLOYMENT, Authorization.ANY, Permissions.READ);
        grant(role, Resources.USER, Authorization.ANY, Permissions.READ);
        grant(role, Resources.GROUP, Authorization.ANY, Permissions.READ);
        grant(role, Resources.TENANT, Authorization.ANY, Permissions.READ);
    }

    /** An earlier version granted these. */
    private void revoke(Role role, Resource resource, String resourceId) {
        authorizations
                .createAuthorizationQuery()
                .groupIdIn(role.wire())
                .resourceType(resource)
                .resourceId(resourceId)
                .list()
                .forEach(authorization -> authorizations.deleteAuthorization(authorization.getId()));
    }

    private void grant(Role role, Resource resource, String resourceId, Permission... permissions) {
        Authorization authorization = authorizations
                .createAuthorizationQuery()
                .groupIdIn(role.wire())
                .resourceType(resource)
                .resourceId(resourceId)
                .singleResult();
        if (authorization == null) {
            authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            authorization.setGroupId(role.wire());
            authorization.setResource(resource);
            authorization.setResourceId(resourceId);
        }
        // an earlier version may have granted others
        authorization.setPermissions(permissions);
        authorizations.saveAuthorization(authorization);
    }

    private void filter(String name, TaskQuery query, int priority) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("priority", priority);
        properties.put("refresh", true);
        properties.put("description", "Of your workspace");
        Filter filter = filters.createTaskFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name);
        }
        // without an order: it would override the order that a person chooses in Tasklist
        filters.saveFilter(filter.setQuery(query).setProperties(properties));
    }
}
