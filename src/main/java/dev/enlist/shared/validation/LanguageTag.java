package dev.enlist.shared.validation;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A language by its BCP 47 tag, optionally with script and country: {@code es}, {@code en-GB}. */
@Constraint(validatedBy = LanguageTag.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface LanguageTag {

    String message() default "must be a language tag, such as en-US or es";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Accepts languages that Java knows. */
    class Validator implements ConstraintValidator<LanguageTag, String> {

        private static final Pattern TAG = Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");
        private static final Set<String> KNOWN = Set.of(Locale.getISOLanguages());

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null
                    || TAG.matcher(value).matches()
                            && KNOWN.contains(Locale.forLanguageTag(value).getLanguage());
        }
    }
}
