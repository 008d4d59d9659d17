package dev.enlist.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.type.BasicType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.Type;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** Converts the state of an entity to JSON values by field name: embedded values field by field, references as ids. */
final class EntityFields {

    /** Fields that other audit columns record, or that are computed from other fields. */
    private static final Set<String> BOOKKEEPING = Set.of(
            "workspaceId",
            "createdAt",
            "updatedAt",
            "version",
            "eventSequence",
            "statusSequence",
            "emailKey",
            "firstNameKey",
            "lastNameKey",
            // a claim is an action of its own
            "claim.holderId",
            "claim.holderName",
            "claim.at",
            // recorded with the information request
            "informationRequestId",
            "informationProvidedAt",
            "reviewStartedAt",
            "reviewRemindedAt",
            "reviewEscalatedAt");

    private EntityFields() {}

    /**
     * @param state  the Hibernate state; null for none
     * @param groups embeddables whose name is no part of the names of their fields
     */
    static Map<String, @Nullable Object> of(EntityPersister entity, Object @Nullable [] state, Set<String> groups) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (state != null) {
            collect("", entity.getPropertyNames(), entity.getPropertyTypes(), state, groups, fields);
        }
        return fields;
    }

    private static void collect(
            String prefix,
            String[] names,
            Type[] types,
            Object[] values,
            Set<String> groups,
            Map<String, @Nullable Object> fields) {
        for (int i = 0; i < names.length; i++) {
            String name = prefix + names[i];
            if (BOOKKEEPING.contains(name)) {
                continue;
            }
            Object value = values[i];
            if (types[i] instanceof ComponentType embedded) {
                if (value != null) {
                    collect(
                            groups.contains(name) ? prefix : name + ".",
                            embedded.getPropertyNames(),
                            embedded.getSubtypes(),
                            embedded.getPropertyValues(value),
                            groups,
                            fields);
                }
            } else if (value != null) {
                fields.put(name, plain(types[i], value));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object plain(Type type, Object value) {
        if (value instanceof HibernateProxy proxy) {
            return String.valueOf(proxy.getHibernateLazyInitializer().getIdentifier());
        }
        if (value instanceof Persistable<?> other) {
            return String.valueOf(other.getId());
        }
        if (type instanceof BasicType<?> basic && basic.getValueConverter() != null) {
            return ((BasicValueConverter<Object, Object>) basic.getValueConverter()).toRelationalValue(value);
        }
        return value;
    }
}
