package dev.enlist.shared.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A two-letter code of a US state, the District of Columbia or a territory (USPS Publication 28, appendix B). */
@Constraint(validatedBy = StateCodeValidator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface StateCode {

    String message() default "must be the two-letter code of a US state or territory, such as NY";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
