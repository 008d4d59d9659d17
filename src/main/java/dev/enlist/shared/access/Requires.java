package dev.enlist.shared.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scope that a caller of this operation needs. An operation without one is refused to every caller. */
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

    /** What a member who is limited to some program instances gets of the operation; see {@link InstanceLimit}. */
    Limited limited() default Limited.BY_SUBJECT;

    /** How an operation holds members to their program instances. */
    enum Limited {
        /** What {@link #of()} names is theirs; on the workspace, the scope tells nothing of enrollments and people. */
        BY_SUBJECT,
        /** The path variable {@code id} names a program instance of theirs. */
        PROGRAM_INSTANCE,
        /** The path variable {@code id} names a lead or customer with an enrollment in one of their instances. */
        PERSON,
        /** The operation itself shows only what is theirs. */
        FILTERED,
        /** It tells of the whole workspace, and is refused. */
        CLOSED
    }

    /** What the path variable {@code id} names. */
    enum Subject {
        /** The workspace at large: closed to bound keys. */
        WORKSPACE,
        PROGRAM_INSTANCE,
        ENROLLMENT,
        CUSTOMER
    }
}
