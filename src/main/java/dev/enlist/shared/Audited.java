package dev.enlist.shared;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the audit trail tells of an entity. Whatever is stored, changed or deleted is told, without any further
 * call; of a field that is not named here only that it changed, since it may be personal data.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Audited {

    /** The thing, such as {@code programInstance}; the first half of the action. */
    String subject();

    /** The field that holds the id of the thing, where it is not the id of the entity. */
    String id() default "";

    /** Fields that are never personal data and are told with their values; {@code part.field} of what is embedded. */
    String[] plain() default {};

    /** Fields that are too long to be told; their SHA-256 is. */
    String[] hashed() default {};

    /** The act of storing a new one. */
    String create() default "create";

    String delete() default "delete";

    /**
     * What other acts a change amounts to, the first that fits: {@code status=approved:approve} where a field
     * told with its value becomes that, {@code archivedAt:archive} where a field is set. Anything else is an
     * {@code update}.
     */
    String[] acts() default {};
}
