package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The accepted version of the terms is not the version in force. */
public class TermsChanged extends Conflict {

    TermsChanged(int accepted, int current) {
        super(
                "terms-changed",
                "Version " + accepted + " of the terms was accepted, but version " + current + " is in force.");
        with("currentTermsVersion", current);
    }
}
