package dev.enlist.shared.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an {@link java.time.Instant} of a request that ends something: a date without a time lasts through that day, so the
 * moment is the beginning of the next. Without this annotation the moment is the beginning of the day.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface EndOfDay {}
