package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.template.TemplateRef;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A version of a template by name: {@code slug@number}, or an object of both. */
@Constraint(validatedBy = TemplateVersionName.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@interface TemplateVersionName {

    String message() default
            "must be a version of a template, such as rebate@1 or {\"slug\": \"rebate\", \"version\": 1}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Looks at the value, whatever JSON made of it. */
    class Validator implements ConstraintValidator<TemplateVersionName, Object> {

        @Override
        public boolean isValid(@Nullable Object name, ConstraintValidatorContext context) {
            return name == null || ref(name) != null;
        }

        /** The version that is named, or null where there is none, or no name of one. */
        static @Nullable TemplateRef ref(@Nullable Object name) {
            if (name instanceof Map<?, ?> parts) {
                return parts.keySet().equals(Set.of("slug", "version")) && parts.get("version") instanceof Integer
                        ? TemplateRef.of(parts.get("slug") + "@" + parts.get("version"))
                                .orElse(null)
                        : null;
            }
            return name instanceof String text ? TemplateRef.of(text).orElse(null) : null;
        }

        /** The same in a document that is not bound yet. */
        static @Nullable TemplateRef ref(JsonNode name) {
            return name.isObject()
                    ? TemplateRef.of(name.path("slug").asText() + "@"
                                    + name.path("version").asText())
                            .orElse(null)
                    : TemplateRef.of(name.asText()).orElse(null);
        }
    }
}
