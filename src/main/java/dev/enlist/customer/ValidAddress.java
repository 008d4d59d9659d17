package dev.enlist.customer;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The country exists, and within the United States so do state and ZIP. */
@Constraint(validatedBy = AddressValidator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ValidAddress {

    String message() default "must be an address";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
