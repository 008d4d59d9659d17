package dev.enlist.shared.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An operation whose calls, where several come at the same moment, are stored in one transaction. It begins that
 * transaction itself, and keeps its answer through {@link IdempotentResponseStore}. A call under an {@code Idempotency-Key} whose
 * answer it did not keep has changed nothing, and is made again in a transaction of its own.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BatchCommit {}
