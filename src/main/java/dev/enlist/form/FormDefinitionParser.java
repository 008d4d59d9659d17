package dev.enlist.form;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code formConfig} of an instance or a template version. Never fails: what an older version stored and the
 * check refuses today is left out. A form without {@code pages} is one page.
 */
public final class FormDefinitionParser {

    private FormDefinitionParser() {}

    /** @param formConfig null where there is no form */
    public static FormDefinition parse(@Nullable Map<String, ?> formConfig) {
        return formConfig == null ? FormDefinition.EMPTY : new FormReader(formConfig).definition();
    }
}
