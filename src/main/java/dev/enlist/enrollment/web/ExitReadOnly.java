package dev.enlist.enrollment.web;

import dev.enlist.enrollment.EnrollmentExit;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metadata in requests must not contain the exit, which only the server writes. */
@Constraint(validatedBy = ExitReadOnly.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@interface ExitReadOnly {

    String message() default
            "must not contain 'exit', which is recorded when the enrollment is unenrolled; leave it out";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Rejects metadata with the member {@code exit}. */
    class Validator implements ConstraintValidator<ExitReadOnly, Map<String, ?>> {

        @Override
        public boolean isValid(@Nullable Map<String, ?> metadata, ConstraintValidatorContext context) {
            return metadata == null || !metadata.containsKey(EnrollmentExit.MEMBER);
        }
    }
}
