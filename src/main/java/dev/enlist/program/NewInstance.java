package dev.enlist.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.TemplateRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program instance to be made.
 *
 * @param template the template version it begins from, or null for none
 * @param between  layers between the template and the instance, the lowest first, such as that of a campaign
 * @param config   what the instance itself says on top of these layers
 * @param rules    which rules decide; null for those of the template, or the default
 * @param slug     machine-readable name; null to derive it from the title
 * @param details  everything else; its configuration and rules are not looked at
 * @param capacity what its people may consume, or null for no limit of its own
 * @param waitlist whether applicants join a waitlist while the instance is full
 */
public record NewInstance(
        String programSlug,
        @Nullable TemplateRef template,
        List<ConfigLayer> between,
        ObjectNode config,
        @Nullable RulePolicy rules,
        @Nullable String slug,
        InstanceDetails details,
        @Nullable PoolTerms capacity,
        WaitlistTerms waitlist) {

    /** One that nothing limits. */
    public NewInstance(
            String programSlug,
            @Nullable TemplateRef template,
            List<ConfigLayer> between,
            ObjectNode config,
            @Nullable RulePolicy rules,
            @Nullable String slug,
            InstanceDetails details) {
        this(programSlug, template, between, config, rules, slug, details, null, WaitlistTerms.NONE);
    }
}
