package dev.enlist.shared.problem;

import java.util.Optional;

/**
 * Names a failure of a library that one module uses, so that it is answered by its code and not as an unforeseen one.
 * {@link FailureClassifier} asks all of them.
 */
public interface FailureTranslator {

    /** The problem that a failure means; empty where it means none that this module knows. */
    Optional<Problem> translate(Throwable failure);
}
