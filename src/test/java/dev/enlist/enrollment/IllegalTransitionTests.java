package dev.enlist.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A refusal contains the current status and the allowed ones. */
class IllegalTransitionTests {

    @Test
    void namesTheCurrentStatusAndTheAllowedOnes() {
        IllegalTransition refusal = new IllegalTransition(
                EnrollmentStatus.SUBMITTED,
                EnrollmentStatus.SUBMITTED.allowedTransitions(),
                "cannot become unenrolled");

        assertThat(refusal.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(refusal.code()).isEqualTo("illegal-transition");
        assertThat(refusal).hasMessage("An enrollment that is submitted cannot become unenrolled.");
        assertThat(refusal.properties())
                .containsEntry("currentStatus", "submitted")
                .containsEntry("allowedTransitions", List.of("approved", "rejected"));
    }

    @Test
    void namesNoneWhereNothingFollows() {
        IllegalTransition refusal =
                new IllegalTransition(EnrollmentStatus.UNENROLLED, List.of(), "cannot become candidate");

        assertThat(refusal.properties()).containsEntry("allowedTransitions", List.of());
    }
}
