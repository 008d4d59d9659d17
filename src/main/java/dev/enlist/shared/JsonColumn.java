package dev.enlist.shared;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;

/**
 * A column of JSON whose value is replaced and never changed in place: a change inside the value would not be written. Hibernate
 * would otherwise copy each value, when it is stored and when it is read, by writing it as JSON and parsing that.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@JdbcTypeCode(SqlTypes.JSON)
@Mutability(Immutability.class)
public @interface JsonColumn {}
