package dev.enlist.shared.problem;

/** The resource changed since the caller read it. */
public class PreconditionFailed extends Problem {

    public PreconditionFailed(String currentTag) {
        super(
                Kind.PRECONDITION_FAILED,
                "precondition-failed",
                "The resource changed since it was read; its entity tag is now " + currentTag + ".");
    }
}
