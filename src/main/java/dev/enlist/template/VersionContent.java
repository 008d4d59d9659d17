package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template version says.
 *
 * @param note              what is special about this version, for people
 * @param programType       the kind of program it is made for, such as {@code rebate}
 * @param defaults          what an instance is configured with where nothing above says otherwise: fields of the
 *                          template's own beside the built-in sections
 * @param schema            JSON Schema (draft 2020-12) of the template's own fields
 * @param lockedFields      JSON pointers to what nothing above may override; {@value #FORM_LOCK} for the form
 * @param ruleSet           the rules that instances begin with; null for the workspace's default
 * @param formConfig        the form that instances begin with; see {@link dev.enlist.form.FormDefinition}
 * @param notifications     the notifications that instances begin with; see {@link Notifications}
 * @param pricing           the capacity and price that campaigns begin with; see {@link PricingDefault}
 * @param suitableForGroups tags of participant groups; empty means any
 */
public record VersionContent(
        @Nullable String note,
        String programType,
        ObjectNode defaults,
        JsonNode schema,
        List<String> lockedFields,
        @Nullable RuleSetDefault ruleSet,
        @Nullable Map<String, Object> formConfig,
        @Nullable Map<String, Object> notifications,
        @Nullable Map<String, Object> pricing,
        List<String> suitableForGroups) {

    /** In {@link #lockedFields}: instances keep the form of the template. */
    public static final String FORM_LOCK = "/formConfig";

    public boolean locksForm() {
        return lockedFields.contains(FORM_LOCK);
    }
}
