package dev.enlist.shared;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares how the audit trail records an entity. Each insert, update and delete is recorded without any further call.
 * Of a field that is not named here, only the name is recorded, since its value may be personal data.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Audited {

    /** The thing, such as {@code programInstance}; the first half of the action. */
    String subject();

    /** The field that holds the id of the thing, where it is not the id of the entity. */
    String id() default "";

    /** Embeddables whose name is no part of the names of their fields: they are parts of the code, not of the thing. */
    String[] groups() default {};

    /** Fields that are never personal data and are recorded with their values; {@code part.field} for embeddables. */
    String[] plain() default {};

    /** Fields that are too long to be recorded; their SHA-256 is recorded instead. */
    String[] hashed() default {};

    /** The act of storing a new one. */
    String create() default "create";

    String delete() default "delete";

    /**
     * Actions other than {@code update} that an update is recorded as; the first match wins:
     * {@code status=approved:approve} where a recorded field gets that value, {@code archivedAt:archive} where a field
     * is set. Anything else is an {@code update}.
     */
    String[] acts() default {};
}
