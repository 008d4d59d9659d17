package dev.enlist.shared.problem;

/** The caller is known and may not do this. */
public class Forbidden extends Problem {

    public Forbidden(String code, String detail) {
        super(Kind.FORBIDDEN, code, detail);
    }
}
