package dev.enlist.shared.validation;

import dev.enlist.shared.Money;
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

/** Amount and currency are money that can be paid; an error points to the member to change. */
@Constraint(validatedBy = ValidMoney.Validator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ValidMoney {

    String message() default "must be money";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Delegates to {@link Money}. */
    class Validator implements ConstraintValidator<ValidMoney, MoneyRequest> {

        @Override
        public boolean isValid(@Nullable MoneyRequest stated, ConstraintValidatorContext context) {
            Map<String, String> problems =
                    stated == null ? Map.of() : Money.problemsOfPayable(stated.amount(), stated.currency());
            context.disableDefaultConstraintViolation();
            problems.forEach((member, message) -> context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(member)
                    .addConstraintViolation());
            return problems.isEmpty();
        }
    }
}
