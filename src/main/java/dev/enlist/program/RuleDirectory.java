package dev.enlist.program;

import dev.enlist.template.PublishedRuleDirectory;
import org.jspecify.annotations.Nullable;

/** Lists the rule sets of the workspace in scope; implemented by the module that stores them. */
public interface RuleDirectory extends PublishedRuleDirectory {

    /** The newest published version, or null where there is none. */
    @Nullable
    Integer latest(String slug);
}
