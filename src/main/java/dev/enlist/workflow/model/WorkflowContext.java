package dev.enlist.workflow.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a workflow refers to outside its document, and FEEL. */
public interface WorkflowContext {

    /** Whether the rule set has this version; any version where it is null. */
    boolean isRuleSetPublished(String slug, @Nullable Integer version);

    /** The workflow with its kind; empty where it has no such version. */
    Optional<Called> workflow(String slug, @Nullable Integer version);

    /** Whether a member of the workspace has the role. */
    boolean isRoleHeld(String role);

    /** Whether the name of a role exists. */
    boolean isRole(String role);

    /** Why a text is no FEEL expression; empty where it is one. */
    Optional<String> feelProblem(String expression);

    /** What a FEEL expression reads, as paths. */
    Set<List<String>> reads(String expression);

    /** Whether every table can read an input of this name. */
    boolean isInput(String name);

    /** Faults of the fields of a user step, in words. {@code fields} is a JSON array. */
    List<String> formProblems(String fields);

    /** The names of the fields, empty where the form has a fault. */
    List<String> formFields(String fields);

    /** What is wrong with the words of a message; empty where nothing is. */
    Optional<String> wordsProblem(String words);

    /** Whether a client may write the member at this JSON pointer. */
    boolean isWritable(String pointer);

    /** Whether an applicant can be asked to correct the member at this JSON pointer. */
    boolean isAskable(String pointer);

    /** A published version that another workflow calls. */
    record Called(WorkflowKind kind, int version, WorkflowModel model) {}
}
