package dev.enlist.shared.access;

import java.util.function.BooleanSupplier;

/** For answers that last: whether whoever asked may still have them. */
public interface CallerStanding {

    /**
     * A question about the present caller, which any thread may ask later: whether the key is still valid, or the
     * person still there, and the scope still theirs.
     */
    BooleanSupplier ofPresentCaller(Scope scope);
}
