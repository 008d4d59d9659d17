package dev.enlist.capacity;

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

/** The figures match the pricing model; an error points to the member to change. */
@Constraint(validatedBy = ValidPoolTerms.Validator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ValidPoolTerms {

    String message() default "must go together";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Delegates to the terms. */
    class Validator implements ConstraintValidator<ValidPoolTerms, PoolTerms> {

        @Override
        public boolean isValid(@Nullable PoolTerms terms, ConstraintValidatorContext context) {
            Map<String, String> contradictions = terms == null ? Map.of() : terms.contradictions();
            context.disableDefaultConstraintViolation();
            contradictions.forEach((member, message) -> context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(member)
                    .addConstraintViolation());
            return contradictions.isEmpty();
        }
    }
}
