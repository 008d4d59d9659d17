package dev.enlist.shared.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A free JSON object within bounds: its size in characters and its depth. The bounds keep one caller from
 * filling the database, and PostgreSQL from refusing what JSON allows.
 */
@Constraint(validatedBy = FreeJsonValidator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface FreeJson {

    /** Characters of keys and values together. */
    int maxSize() default 32_768;

    /** Levels of nesting. */
    int maxDepth() default 10;

    String message() default "must be a JSON object of at most {maxSize} characters and {maxDepth} levels";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
