package dev.enlist.shared.access;

import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Forbidden;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides whether the present caller may run an operation. All APIs and pages use this one gate, so that they permit
 * and refuse the same callers. Implemented by the module that authenticates callers.
 */
public interface AccessGate {

    /** What an operation speaks of, as far as it is known; asked for only where the caller's key is bound. */
    record Named(String id, Supplier<Optional<EnrollmentOwners.Owner>> owner) {}

    /**
     * @param named what the operation is about
     * @throws Forbidden and other refusals, where the caller has not the scope, or is bound to something else
     */
    void admit(Requires requires, Named named);

    /** The same, for something known by its id alone. */
    void admit(Requires requires, String id);

    /** Refuses a caller without the scope; {@link #binding()} limits what a bound key reaches. */
    void mustHave(Scope scope);

    /** Whether the caller has a scope. */
    boolean has(Scope scope);

    /** For an operation that names no scope. */
    void refuse();

    Actor actor();

    /** Topics of workflow tasks that the caller's key is bound to; empty for all. */
    Set<String> topics();

    Binding binding();

    /**
     * The program instances that the caller is limited to; {@link InstanceLimit#NONE} also where there is no caller.
     */
    InstanceLimit limit();
}
