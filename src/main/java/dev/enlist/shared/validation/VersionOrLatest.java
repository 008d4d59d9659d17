package dev.enlist.shared.validation;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** The number of a version, from 1, or the word latest. */
@Constraint(validatedBy = VersionOrLatest.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface VersionOrLatest {

    String message() default "must be a version number from 1 or latest";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Looks at the value, whatever JSON made of it. */
    class Validator implements ConstraintValidator<VersionOrLatest, Object> {

        @Override
        public boolean isValid(@Nullable Object version, ConstraintValidatorContext context) {
            return version == null || version.equals("latest") || version instanceof Integer number && number > 0;
        }
    }
}
