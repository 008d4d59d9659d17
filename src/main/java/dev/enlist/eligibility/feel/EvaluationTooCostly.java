package dev.enlist.eligibility.feel;

/** An expression took more than it may: steps, or the size of a value. */
final class EvaluationTooCostly extends RuntimeException {

    EvaluationTooCostly(String message) {
        // thrown to leave the interpreter, however deep; where it was made says nothing
        super(message, null, false, false);
    }
}
