package dev.enlist.workflow.model;

import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.feel.FormConditionEvaluator;
import dev.enlist.notifications.WorkflowMailService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A workspace with the rule set {@code risk-check} in two versions, all roles, and a few workflows. */
class TestContext implements WorkflowContext {

    private static final FormConditionEvaluator FEEL = new FormConditionEvaluator();

    final Map<String, Called> workflows = new HashMap<>();
    final Set<String> heldRoles;

    TestContext() {
        this(Set.of("reviewer", "coordinator", "administrator"));
    }

    TestContext(Set<String> heldRoles) {
        this.heldRoles = heldRoles;
    }

    @Override
    public boolean isRuleSetPublished(String slug, @Nullable Integer version) {
        return slug.equals("risk-check") && (version == null || version <= 2);
    }

    @Override
    public Optional<Called> workflow(String slug, @Nullable Integer version) {
        return Optional.ofNullable(workflows.get(slug))
                .filter(called -> version == null || version == called.version());
    }

    @Override
    public boolean isRoleHeld(String role) {
        return heldRoles.contains(role);
    }

    @Override
    public boolean isRole(String role) {
        return Set.of("reviewer", "coordinator", "administrator").contains(role);
    }

    @Override
    public Optional<String> feelProblem(String expression) {
        return FEEL.problem(expression);
    }

    @Override
    public Set<List<String>> reads(String expression) {
        return FEEL.reads(expression);
    }

    @Override
    public boolean isInput(String name) {
        return RuleInput.isKnown(name);
    }

    @Override
    public List<String> formProblems(String fields) {
        return fields.startsWith("[") && fields.contains("\"name\"")
                ? List.of()
                : List.of("must be a JSON array of fields");
    }

    @Override
    public List<String> formFields(String fields) {
        return fields.contains("visited") ? List.of("visited") : List.of();
    }

    @Override
    public Optional<String> wordsProblem(String words) {
        return WorkflowMailService.problem(words);
    }

    @Override
    public boolean isWritable(String pointer) {
        return pointer.startsWith("/metadata/") && !pointer.equals("/metadata/exit") || pointer.equals("/phone");
    }

    @Override
    public boolean isAskable(String pointer) {
        return isWritable(pointer);
    }
}
