package dev.enlist.program;

import dev.enlist.shared.problem.Problem;

/** A public program of another organization may be used but not changed. */
public class NotOwnProgram extends Problem {

    public NotOwnProgram() {
        super(Kind.FORBIDDEN, "not-own-program", "This program belongs to another organization.");
    }
}
