package dev.enlist.shared.access;

import java.util.function.BooleanSupplier;

/** Checks during a streamed answer whether the caller may still receive it. */
public interface CallerStanding {

    /**
     * A question about the present caller, which any thread may ask later: whether the key is still valid, or the
     * person still there, and the scope still theirs.
     */
    BooleanSupplier ofPresentCaller(Scope scope);
}
