package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The applicant read other terms than those that hold now. */
public class TermsChanged extends Conflict {

    TermsChanged(int accepted, int current) {
        super(
                "terms-changed",
                "Version " + accepted + " of the terms was accepted, but version " + current + " holds now.");
        with("currentTermsVersion", current);
    }
}
