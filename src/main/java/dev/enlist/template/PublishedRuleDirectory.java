package dev.enlist.template;

import org.jspecify.annotations.Nullable;

/** Knows which rule sets the workspace in scope has published; answered by a room above. */
public interface PublishedRuleDirectory {

    /** Whether the rule set exists and has published the version, or any version where none is named. */
    boolean isPublished(String slug, @Nullable Integer version);
}
