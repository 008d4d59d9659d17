package dev.enlist.program;

import dev.enlist.template.PublishedRuleDirectory;
import org.jspecify.annotations.Nullable;

/** Knows which rule sets the workspace in scope has; answered by the room that keeps them. */
public interface RuleDirectory extends PublishedRuleDirectory {

    /** The newest published version, or null where there is none. */
    @Nullable
    Integer latest(String slug);
}
