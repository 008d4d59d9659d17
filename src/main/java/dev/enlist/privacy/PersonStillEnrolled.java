package dev.enlist.privacy;

import dev.enlist.shared.problem.Conflict;
import java.util.List;

/** Rejects the erasure of a person with a current enrollment, unless it is forced. */
public class PersonStillEnrolled extends Conflict {

    PersonStillEnrolled(List<String> ids) {
        super(
                "active-enrollments",
                "This person takes part at present. End the enrollments first, or send \"force\": true.");
        with("enrollmentIds", ids);
    }
}
