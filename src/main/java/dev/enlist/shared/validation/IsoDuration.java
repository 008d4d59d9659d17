package dev.enlist.shared.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An ISO 8601 duration of at least a second and at most ten years. */
@Constraint(validatedBy = IsoDurationValidator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface IsoDuration {

    String message() default "must be an ISO 8601 duration from PT1S to P3650D, such as P3D or PT8H";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
