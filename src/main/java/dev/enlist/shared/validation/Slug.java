package dev.enlist.shared.validation;

import dev.enlist.shared.Slugs;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A machine-readable name. */
@Pattern(regexp = Slugs.PATTERN)
@Size(max = Slugs.MAX_LENGTH)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Slug {

    String message() default "must be lower-case letters and digits joined by - or _, at most 100 characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
