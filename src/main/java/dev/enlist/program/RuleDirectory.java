package dev.enlist.program;

import org.jspecify.annotations.Nullable;

/** Knows which rule sets the workspace in scope has; answered by the room that keeps them. */
public interface RuleDirectory {

    /** Whether the rule set exists and has published the version, or any version where none is named. */
    boolean isPublished(String slug, @Nullable Integer version);

    /** The newest published version, or null where there is none. */
    @Nullable
    Integer latest(String slug);
}
