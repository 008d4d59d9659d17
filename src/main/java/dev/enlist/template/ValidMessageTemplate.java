package dev.enlist.template;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words of a message that name known values only; see {@link MessageTemplate}. */
@Constraint(validatedBy = ValidMessageTemplate.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ValidMessageTemplate {

    String message() default "must name known values only";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Says what is wrong in words of its own. */
    class Validator implements ConstraintValidator<ValidMessageTemplate, String> {

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            Optional<String> fault = value == null ? Optional.empty() : MessageTemplate.fault(value);
            fault.ifPresent(words -> {
                context.disableDefaultConstraintViolation();
                // braces and dollars would be taken for the places of a message of the validator's
                context.buildConstraintViolationWithTemplate(words.replaceAll("[{}$\\\\]", "'"))
                        .addConstraintViolation();
            });
            return fault.isEmpty();
        }
    }
}
