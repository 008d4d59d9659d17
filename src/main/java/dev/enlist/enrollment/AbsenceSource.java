package dev.enlist.enrollment;

/** Says which reviewers are absent. The module that keeps their absences implements it. */
public interface AbsenceSource {

    /** Whether a member of the workspace in scope is absent today. */
    boolean isAbsent(String userId);
}
