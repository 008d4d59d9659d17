package dev.enlist.enrollment.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The identification that the type names is there, and no other. */
@Constraint(validatedBy = OneIdentificationValidator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OneIdentification {

    String message() default "must carry exactly one identification";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
