package dev.enlist.template;

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

/** The members of a record go together, as it tells itself; a fault points at the member to change. */
@Constraint(validatedBy = ValidCombination.Validator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ValidCombination {

    String message() default "must go together";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Asks the record. */
    class Validator implements ConstraintValidator<ValidCombination, CombinationChecked> {

        @Override
        public boolean isValid(@Nullable CombinationChecked value, ConstraintValidatorContext context) {
            Map<String, String> contradictions = value == null ? Map.of() : value.contradictions();
            context.disableDefaultConstraintViolation();
            contradictions.forEach((member, message) -> context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(member)
                    .addConstraintViolation());
            return contradictions.isEmpty();
        }
    }
}
