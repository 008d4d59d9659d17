package dev.enlist.shared.web;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which members Jackson writes for a class: always, or only where they have a value; and whether the value may be null.
 * Derived from the serializer and from {@link Nullable} on the members, so that the document cannot differ from the
 * answers.
 */
final class SerializedMembers {

    /**
     * @param always   the member is in every answer
     * @param nullable its value may be null in an answer
     * @param nullableValues it is a map or a list whose values may be null
     */
    record Member(boolean always, boolean nullable, boolean nullableValues) {}

    private final ObjectMapper mapper;

    SerializedMembers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** By name on the wire; empty for classes that are not written as objects with fixed members. */
    Map<String, Member> of(Class<?> type) {
        Map<String, Member> members = new LinkedHashMap<>();
        collect(mapper.constructType(type), members);
        return members;
    }

    private void collect(JavaType type, Map<String, Member> members) {
        Iterator<PropertyWriter> properties;
        try {
            properties = mapper.getSerializerProviderInstance()
                    .findValueSerializer(type)
                    .properties();
        } catch (JsonMappingException e) {
            throw new IllegalStateException("No serializer for " + type, e);
        }
        while (properties.hasNext()) {
            if (properties.next() instanceof BeanPropertyWriter property) {
                if (property.isUnwrapping()) {
                    collect(property.getType(), members);
                } else {
                    boolean nullable = isNullable(property.getMember());
                    members.put(
                            property.getName(),
                            new Member(
                                    !nullable || !property.willSuppressNulls(),
                                    nullable && !property.willSuppressNulls(),
                                    hasNullableValues(property.getMember())));
                }
            }
        }
    }

    private static boolean isNullable(AnnotatedMember member) {
        AnnotatedType type = type(member);
        return type != null && type.isAnnotationPresent(Nullable.class);
    }

    private static boolean hasNullableValues(AnnotatedMember member) {
        if (!(type(member) instanceof AnnotatedParameterizedType type)) {
            return false;
        }
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        return arguments[arguments.length - 1].isAnnotationPresent(Nullable.class);
    }

    private static @Nullable AnnotatedType type(AnnotatedMember member) {
        if (member.getAnnotated() instanceof Method method) {
            return method.getAnnotatedReturnType();
        }
        return member.getAnnotated() instanceof Field field ? field.getAnnotatedType() : null;
    }
}
