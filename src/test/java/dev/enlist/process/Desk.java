package dev.enlist.process;

import dev.enlist.access.EnlistUser;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;

/** A person signed in at Tasklist: authenticated in Spring Security and the engine, within their workspace. */
record Desk(ProcessEngine engine, EnlistUser person) {

    /** People must limit the results of a query. */
    private static final int MANY = 100;

    static Desk of(ProcessEngine engine, UserDetailsService people, String email) {
        return new Desk(engine, (EnlistUser) people.loadUserByUsername(email));
    }

    <T> T work(Supplier<T> work) {
        String workspaceId = person.member().workspace().workspaceId();
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person, null, List.of()));
        engine.getIdentityService()
                .setAuthentication(person.engineUserId(), person.engineGroupIds(), List.of(workspaceId));
        try {
            return dev.enlist.tenancy.WorkspaceScope.in(person.member().workspace(), work);
        } finally {
            engine.getIdentityService().clearAuthentication();
            SecurityContextHolder.clearContext();
        }
    }

    /** The tasks in the list. */
    List<Task> tasks() {
        return work(() -> engine.getTaskService().createTaskQuery().listPage(0, MANY));
    }

    Map<String, Object> open(Task task) {
        return work(() -> engine.getFormService().getTaskFormVariables(task.getId(), null, false));
    }

    /** Completes the form, with or without a reason. */
    void submit(Task task, String decision, String... reason) {
        Map<String, Object> answers = new java.util.HashMap<>(Map.of("reviewDecision", decision));
        if (reason.length > 0) {
            answers.put("reviewReason", reason[0]);
        }
        submit(task, answers);
    }

    void submit(Task task, Map<String, Object> answers) {
        work(() -> {
            engine.getFormService().submitTaskForm(task.getId(), answers);
            return task;
        });
    }
}
