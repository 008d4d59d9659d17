package dev.enlist.shared.problem;

/** There is no such thing, as far as this caller may know: foreign and missing ids answer alike. */
public class NotFound extends Problem {

    public NotFound(String what) {
        super(Kind.NOT_FOUND, "not-found", "There is no such " + what + ".");
    }
}
