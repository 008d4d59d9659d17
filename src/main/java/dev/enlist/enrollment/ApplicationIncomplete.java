package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import java.util.List;

/** The application lacks what the program instance requires of one that is submitted. */
public class ApplicationIncomplete extends Conflict {

    private final List<Fault> faults;

    ApplicationIncomplete(List<Fault> faults) {
        super(
                "application-incomplete",
                "The program instance requires more of an application that is submitted; errors names each member."
                        + " Change them with PATCH /enrollments/{id}, or send metadata with the submission.");
        this.faults = List.copyOf(faults);
    }

    /** With pointers into the enrollment. */
    @Override
    public List<Fault> faults() {
        return faults;
    }
}
