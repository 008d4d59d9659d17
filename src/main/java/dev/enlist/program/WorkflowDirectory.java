package dev.enlist.program;

import java.util.Optional;

/** The workflows that program instances can choose. Implemented by the module of the workflows. */
public interface WorkflowDirectory {

    /** @param kind {@code review} or {@code exit}; empty where the workflow does not exist or has no version */
    Optional<Integer> newest(String slug, String kind);

    boolean isPublished(String slug, int version, String kind);
}
