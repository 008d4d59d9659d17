package dev.enlist.shared.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A phone number as ITU-T E.164 writes it: plus sign, country code, at most 15 digits in all. */
@Pattern(regexp = "\\+[1-9]\\d{6,14}")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface E164 {

    String message() default "must be a phone number in E.164 form, such as +12125550100";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
