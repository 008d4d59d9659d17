package dev.enlist.shared.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scope that a caller of this operation needs. An operation without one is refused to everybody. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {

    Scope value();

    /**
     * What the operation speaks of, for keys that are bound to one program instance or one customer: they reach
     * only operations that say so, and only where the thing named is theirs.
     */
    Subject of() default Subject.WORKSPACE;

    /**
     * Whether the operation on a program instance itself holds a key that is bound to a customer to that customer,
     * by what the request says; without it such keys are refused.
     */
    boolean guardsCustomers() default false;

    /** What the path variable {@code id} names. */
    enum Subject {
        /** The workspace at large: closed to bound keys. */
        WORKSPACE,
        PROGRAM_INSTANCE,
        ENROLLMENT,
        CUSTOMER
    }
}
