package dev.enlist.program;

import dev.enlist.shared.problem.Conflict;

/** Nobody may enter now. */
public class ProgramNotAccepting extends Conflict {

    public ProgramNotAccepting(String detail) {
        super("program-not-accepting", detail);
    }
}
