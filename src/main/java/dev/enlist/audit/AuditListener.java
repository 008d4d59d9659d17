package dev.enlist.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.Audited;
import dev.enlist.shared.NotAudited;
import dev.enlist.shared.Sha256;
import jakarta.persistence.EntityManagerFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Records every insert, update and delete of an audited entity. A Hibernate listener covers all services, so none can
 * omit the call. {@link Audited} on the entity decides which values are recorded.
 */
@Component
class AuditListener implements PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {

    /** Texts from this length on are digested once: the same document is a draft, a version, and in many workspaces. */
    private static final int LONG = 4_000;

    /** Of long texts whose digests are kept: at most 8 MB of heap. */
    private static final long MOST_CHARACTERS_KEPT = 4_000_000;

    private final AuditTrailWriter trail;

    private final Cache<String, String> digests = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS_KEPT)
            .weigher((String text, String digest) -> text.length())
            .build();

    AuditListener(AuditTrailWriter trail, EntityManagerFactory entities) {
        this.trail = trail;
        EventListenerRegistry listeners = entities.unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(EventListenerRegistry.class);
        listeners.appendListeners(EventType.POST_INSERT, this);
        listeners.appendListeners(EventType.POST_UPDATE, this);
        listeners.appendListeners(EventType.POST_DELETE, this);
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        record(
                event.getSession(),
                event.getPersister(),
                event.getId(),
                null,
                event.getState(),
                AuditEntryBuilder.Kind.CREATED);
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        record(
                event.getSession(),
                event.getPersister(),
                event.getId(),
                event.getOldState(),
                event.getState(),
                AuditEntryBuilder.Kind.CHANGED);
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        record(
                event.getSession(),
                event.getPersister(),
                event.getId(),
                event.getDeletedState(),
                null,
                AuditEntryBuilder.Kind.DELETED);
    }

    private void record(
            EventSource session,
            EntityPersister entity,
            Object id,
            Object @Nullable [] was,
            Object @Nullable [] is,
            AuditEntryBuilder.Kind kind) {
        Class<?> type = entity.getMappedClass();
        if (type.isAnnotationPresent(NotAudited.class)) {
            return;
        }
        Audited audited = type.getAnnotation(Audited.class);
        Set<String> groups = audited == null ? Set.of() : Set.of(audited.groups());
        Map<String, @Nullable Object> before = EntityFields.of(entity, was, groups);
        Map<String, @Nullable Object> after = EntityFields.of(entity, is, groups);
        String subjectId = String.valueOf(id);
        if (audited != null && !audited.id().isEmpty()) {
            subjectId = String.valueOf((is == null ? before : after).get(audited.id()));
        }
        AuditEntryBuilder draft =
                AuditEntryBuilder.of(audited, audited == null ? name(type) : audited.subject(), subjectId, kind);
        Set<String> plain = audited == null ? Set.of() : Set.of(audited.plain());
        Set<String> hashed = audited == null ? Set.of() : Set.of(audited.hashed());
        Set<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        for (String field : fields) {
            Object old = before.get(field);
            Object now = after.get(field);
            if (Objects.equals(old, now)) {
                continue;
            }
            if (plain.contains(field)) {
                draft.addValues(field, old, now);
            } else if (hashed.contains(field)) {
                draft.addValues(field, hash(old), hash(now));
            } else {
                draft.addName(field);
            }
        }
        if (!draft.isEmpty()) {
            trail.add(session, entity.getEntityName() + "#" + id, draft);
        }
    }

    private static String name(Class<?> type) {
        String name = type.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private @Nullable String hash(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String text = value.toString();
        return text.length() < LONG ? digest(text) : digests.get(text, AuditListener::digest);
    }

    private static String digest(String text) {
        return "sha256:" + AuditDigest.hex(Sha256.of(text));
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }
}
