package dev.enlist.workflow;

/**
 * A published version of a workflow of the workspace in scope, or of a shipped one.
 *
 * @param version counts from 1
 */
public record WorkflowRef(String slug, int version) {}
