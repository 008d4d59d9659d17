package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The authenticated caller of a request, its workspace and its rights.
 *
 * @param scopes  the kinds of operation that the caller may call
 * @param binding restricts a key to one program instance or one customer
 * @param programInstanceIds of a person: the program instances that the person is limited to, see
 *                {@link dev.enlist.shared.access.InstanceLimit}; empty for no limit
 * @param topics of a key: topics of workflow tasks that the key may work on; empty for all
 * @param allowedOrigins of a key: origins of the browser pages that may call, unless empty
 */
public record Caller(
        Actor actor,
        WorkspaceRef workspace,
        Kind kind,
        Set<Scope> scopes,
        Binding binding,
        List<String> programInstanceIds,
        List<String> topics,
        List<String> allowedOrigins) {

    public Caller {
        scopes = Scope.withIncluded(scopes);
    }

    /** How the caller was authenticated. */
    public enum Kind {
        SERVER_KEY,
        SCOPED_KEY,
        PERSON
    }

    public static Caller serverKey(Actor actor, WorkspaceRef workspace) {
        return new Caller(
                actor,
                workspace,
                Kind.SERVER_KEY,
                EnumSet.allOf(Scope.class),
                Binding.NONE,
                List.of(),
                List.of(),
                List.of());
    }

    public static Caller scopedKey(
            Actor actor,
            WorkspaceRef workspace,
            Set<Scope> scopes,
            Binding binding,
            List<String> topics,
            List<String> allowedOrigins) {
        return new Caller(actor, workspace, Kind.SCOPED_KEY, scopes, binding, List.of(), topics, allowedOrigins);
    }

    public static Caller person(Actor actor, WorkspaceRef workspace, Set<Role> roles, List<String> programInstanceIds) {
        return new Caller(
                actor,
                workspace,
                Kind.PERSON,
                RoleScopes.of(roles),
                Binding.NONE,
                List.copyOf(programInstanceIds),
                List.of(),
                List.of());
    }

    /** Whether the caller may use this scope in the whole workspace. */
    public boolean mayEverywhere(Scope scope) {
        return !binding.isBound() && programInstanceIds.isEmpty() && scopes.contains(scope);
    }

    /** Refuses to grant topics that the caller does not have; an empty list means all topics. */
    void mustReach(Collection<String> handedOn) {
        if (!topics.isEmpty() && (handedOn.isEmpty() || !topics.containsAll(handedOn))) {
            throw new Forbidden(
                    "beyond-own-rights",
                    "The key is bound to the topics " + String.join(", ", topics)
                            + "; it cannot issue a key for others.");
        }
    }

    /** Refuses to grant scopes that the caller does not have. */
    public void mustHave(Collection<Scope> handedOn, String what) {
        if (binding.isBound() || !scopes.containsAll(handedOn)) {
            throw new Forbidden("beyond-own-rights", "You cannot " + what + ": it has scopes that you do not have.");
        }
    }
}
