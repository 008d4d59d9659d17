package dev.enlist.shared.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The program instances that a member works with: what they see of enrollments, people, figures and events is of these
 * instances. The one policy for REST, exports, the graph, the event stream, reports and the pages of the engine.
 *
 * <p>An operation on one instance, enrollment or person is checked before it runs. An operation on the whole workspace
 * shows only what belongs to the instances ({@link Requires.Limited#FILTERED}), or shows nothing of them by its scope;
 * any other is refused, so that a new operation stays closed until its declaration opens it.
 *
 * @param programInstanceIds empty for a caller without a limit
 */
public record InstanceLimit(Set<String> programInstanceIds) {

    /** Of keys, of members of the whole workspace, and of background work. */
    public static final InstanceLimit NONE = new InstanceLimit(Set.of());

    /** Scopes whose operations on the workspace tell nothing of enrollments and people. */
    private static final Set<Scope> OPEN = EnumSet.of(
            Scope.PROGRAMS_READ,
            Scope.PROGRAMS_WRITE,
            Scope.RULES_READ,
            Scope.RULES_WRITE,
            Scope.RULES_PUBLISH,
            // moving applications to another version names them, so publishing stays closed
            Scope.WORKFLOWS_READ,
            Scope.WORKFLOWS_WRITE,
            Scope.TEMPLATES_READ,
            Scope.TEMPLATES_WRITE,
            Scope.CAMPAIGNS_READ,
            Scope.CAMPAIGNS_WRITE,
            Scope.USERS_READ,
            Scope.WORKSPACES_READ);

    public InstanceLimit {
        programInstanceIds = Set.copyOf(programInstanceIds);
    }

    public static InstanceLimit to(Collection<String> programInstanceIds) {
        return programInstanceIds.isEmpty() ? NONE : new InstanceLimit(Set.copyOf(programInstanceIds));
    }

    public boolean isLimited() {
        return !programInstanceIds.isEmpty();
    }

    /** @param programInstanceId null for what belongs to no instance, which a limited member does not see */
    public boolean allows(@Nullable String programInstanceId) {
        return !isLimited() || programInstanceId != null && programInstanceIds.contains(programInstanceId);
    }

    /** @throws OtherProgramInstance where the instance is none of the member's */
    public void require(@Nullable String programInstanceId) {
        if (!allows(programInstanceId)) {
            throw new OtherProgramInstance();
        }
    }

    /** The allowed ones of the given instances; an empty list means all instances, and yields those of the member. */
    public List<String> narrow(List<String> wanted) {
        if (!isLimited()) {
            return wanted;
        }
        wanted.forEach(this::require);
        return wanted.isEmpty() ? programInstanceIds.stream().sorted().toList() : wanted;
    }

    /**
     * Checks an operation before it runs.
     *
     * @param takesPart whether the person with an id has an enrollment in one of the instances
     */
    public void admit(Requires requires, AccessGate.Named named, Predicate<String> takesPart) {
        if (isLimited() && !admits(requires, named, takesPart)) {
            throw new OtherProgramInstance();
        }
    }

    /** Whether operations of a scope on the workspace at large are open to a limited member. */
    public boolean opens(Scope scope) {
        return !isLimited() || OPEN.contains(scope);
    }

    /** What is no enrollment of the workspace is left to the operation, which answers that it is not there. */
    private boolean admits(Requires requires, AccessGate.Named named, Predicate<String> takesPart) {
        return switch (requires.limited()) {
            case FILTERED -> true;
            case CLOSED -> false;
            case PROGRAM_INSTANCE -> allows(named.id());
            case PERSON -> takesPart.test(named.id());
            case BY_SUBJECT ->
                switch (requires.of()) {
                    case WORKSPACE -> opens(requires.value());
                    case PROGRAM_INSTANCE -> allows(named.id());
                    case CUSTOMER -> takesPart.test(named.id());
                    case ENROLLMENT ->
                        named.owner()
                                .get()
                                .map(owner -> allows(owner.programInstanceId()))
                                .orElse(true);
                };
        };
    }
}
