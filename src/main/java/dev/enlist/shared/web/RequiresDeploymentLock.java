package dev.enlist.shared.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An operation that deploys to the engine, under the deployment lock. A call under an {@code Idempotency-Key} takes the
 * lock before its transaction begins.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RequiresDeploymentLock {

    /**
     * Whether it works in transactions of its own, in workspaces other than the caller's. Then no transaction is begun
     * for the call, and the operation keeps its answer through {@link IdempotentResponseStore} in the last of them.
     */
    boolean elsewhere() default false;
}
