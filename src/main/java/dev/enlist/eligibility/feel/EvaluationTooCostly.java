package dev.enlist.eligibility.feel;

/** An expression exceeded its limit: of steps, or of the size of a value. */
final class EvaluationTooCostly extends RuntimeException {

    EvaluationTooCostly(String message) {
        // unwinds the interpreter from any depth, so the stack trace carries no information
        super(message, null, false, false);
    }
}
