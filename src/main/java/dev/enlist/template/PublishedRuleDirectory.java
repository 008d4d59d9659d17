package dev.enlist.template;

import org.jspecify.annotations.Nullable;

/** Lists the published rule sets of the workspace in scope; implemented by a higher module. */
public interface PublishedRuleDirectory {

    /** Whether the rule set exists and has published the version, or any version where none is named. */
    boolean isPublished(String slug, @Nullable Integer version);
}
