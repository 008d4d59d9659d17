package dev.enlist.shared.problem;

/** The request is sound, but not in the present state of things. */
public class Conflict extends Problem {

    public Conflict(String code, String detail) {
        super(Kind.CONFLICT, code, detail);
    }
}
