package dev.enlist.shared.problem;

/** Something by that name or e-mail is there already. */
public class AlreadyExists extends Conflict {

    public AlreadyExists(String what, String field, String value) {
        super("already-exists", "A " + what + " with the " + field + " " + value + " exists already.");
    }
}
