package dev.enlist.audit;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Audited;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the making. What happens to an entity within one transaction is one entry, however often
 * Hibernate writes it: as it was before the first change, as it is after the last.
 */
final class AuditEntryBuilder {

    /** What became of the entity. */
    enum Kind {
        CREATED,
        CHANGED,
        DELETED
    }

    private final @Nullable Audited audited;
    private final String subjectType;
    private final String subjectId;
    private final @Nullable String namedAction;
    private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> after = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private Kind kind;
    private @Nullable String operation;

    private AuditEntryBuilder(
            @Nullable Audited audited, String subjectType, String subjectId, @Nullable String namedAction, Kind kind) {
        this.audited = audited;
        this.subjectType = subjectType;
        this.subjectId = subjectId;
        this.namedAction = namedAction;
        this.kind = kind;
    }

    static AuditEntryBuilder of(@Nullable Audited audited, String subjectType, String subjectId, Kind kind) {
        return new AuditEntryBuilder(audited, subjectType, subjectId, null, kind);
    }

    static AuditEntryBuilder of(AuditNote note) {
        AuditEntryBuilder draft =
                new AuditEntryBuilder(null, note.subjectType(), note.subjectId(), note.action(), Kind.CHANGED);
        draft.before.putAll(note.before());
        draft.after.putAll(note.after());
        draft.changed.addAll(note.before().keySet());
        draft.changed.addAll(note.after().keySet());
        return draft;
    }

    /** The operation of the request that did it, where the request may hold several. */
    void within(@Nullable String name) {
        operation = name;
    }

    /** A field changed whose values may be told. */
    void tell(String field, @Nullable Object was, @Nullable Object is) {
        changed.add(field);
        if (kind != Kind.CREATED) {
            before.putIfAbsent(field, was);
        }
        if (kind != Kind.DELETED) {
            after.put(field, is);
        }
    }

    /** A field changed, and more may not be said. */
    void name(String field) {
        changed.add(field);
    }

    /** What happened to the same entity later in the transaction. */
    void add(AuditEntryBuilder later) {
        later.before.forEach((field, was) -> {
            if (kind != Kind.CREATED && !before.containsKey(field)) {
                before.put(field, was);
            }
        });
        after.putAll(later.after);
        changed.addAll(later.changed);
        if (later.kind == Kind.DELETED) {
            kind = Kind.DELETED;
            after.clear();
        }
    }

    /** Fields that were changed and changed back are no change. */
    void settle() {
        if (kind != Kind.CHANGED || namedAction != null) {
            return;
        }
        Set<String> unchanged = new LinkedHashSet<>();
        after.forEach((field, is) -> {
            if (before.containsKey(field) && Objects.equals(before.get(field), is)) {
                unchanged.add(field);
            }
        });
        before.keySet().removeAll(unchanged);
        after.keySet().removeAll(unchanged);
        changed.removeAll(unchanged);
    }

    /** Whether nothing is left to tell. */
    boolean isEmpty() {
        return kind == Kind.CHANGED && namedAction == null && changed.isEmpty();
    }

    String action() {
        return namedAction != null ? namedAction : subjectType + "." + act();
    }

    private String act() {
        return switch (kind) {
            case CREATED -> audited == null ? "create" : audited.create();
            case DELETED -> audited == null ? "delete" : audited.delete();
            case CHANGED -> audited == null ? "update" : change(audited).orElse("update");
        };
    }

    private Optional<String> change(Audited how) {
        for (String act : how.acts()) {
            String condition = act.substring(0, act.indexOf(':'));
            int equal = condition.indexOf('=');
            String field = equal < 0 ? condition : condition.substring(0, equal);
            Object is = after.get(field);
            boolean fits = is != null && (equal < 0 || is.equals(condition.substring(equal + 1)));
            if (fits) {
                return Optional.of(act.substring(act.indexOf(':') + 1));
            }
        }
        return Optional.empty();
    }

    @Nullable
    String operation() {
        return operation;
    }

    String subjectType() {
        return subjectType;
    }

    String subjectId() {
        return subjectId;
    }

    Map<String, @Nullable Object> before() {
        return before;
    }

    Map<String, @Nullable Object> after() {
        return after;
    }

    Set<String> changed() {
        return changed;
    }
}
