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
 * Builds one entry for all changes of one entity within one transaction, however many statements Hibernate sends: the
 * values before the first change and after the last.
 */
final class AuditEntryBuilder {

    /** The kind of change. */
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

    /** Sets the operation name, for a request that holds several operations. */
    void within(@Nullable String name) {
        operation = name;
    }

    /** Adds a changed field with its values. */
    void addValues(String field, @Nullable Object was, @Nullable Object is) {
        changed.add(field);
        if (kind != Kind.CREATED) {
            before.putIfAbsent(field, was);
        }
        if (kind != Kind.DELETED) {
            after.put(field, is);
        }
    }

    /** Adds a changed field by its name only. */
    void addName(String field) {
        changed.add(field);
    }

    /** Merges a later change of the same entity in the same transaction. */
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

    /** Removes fields whose last value equals the first. */
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

    /** Whether no change is left. */
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
