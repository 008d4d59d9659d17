package dev.enlist.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The transitions that the contract allows, written out again, and every other pair of statuses. */
class EnrollmentStatusTests {

    private static final List<String> ALLOWED = List.of(
            "candidate -> eligible",
            "candidate -> ineligible",
            "eligible -> candidate",
            "eligible -> submitted",
            "submitted -> approved",
            "submitted -> rejected",
            "approved -> unenrolled",
            "ineligible -> candidate",
            "rejected -> candidate");

    static Stream<Arguments> everyMove() {
        return Arrays.stream(EnrollmentStatus.values())
                .flatMap(from -> Arrays.stream(EnrollmentStatus.values())
                        .map(to -> Arguments.of(from, to, ALLOWED.contains(from.wire() + " -> " + to.wire()))));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @MethodSource("everyMove")
    void mayBecomeWhatTheContractSaysAndNothingElse(EnrollmentStatus from, EnrollmentStatus to, boolean allowed) {
        assertThat(from.mayBecome(to)).isEqualTo(allowed);
        assertThat(from.allowedTransitions().contains(to)).isEqualTo(allowed);
    }

    @Test
    void theTableAboveNamesEveryStatus() {
        assertThat(everyMove()).hasSize(49);
        assertThat(everyMove().filter(move -> (boolean) move.get()[2])).hasSameSizeAs(ALLOWED);
    }

    @Test
    void listsTheNextStatusesInLifeCycleOrder() {
        assertThat(EnrollmentStatus.CANDIDATE.allowedTransitions())
                .containsExactly(EnrollmentStatus.ELIGIBLE, EnrollmentStatus.INELIGIBLE);
        assertThat(EnrollmentStatus.SUBMITTED.allowedTransitions())
                .containsExactly(EnrollmentStatus.APPROVED, EnrollmentStatus.REJECTED);
        assertThat(EnrollmentStatus.UNENROLLED.allowedTransitions()).isEmpty();
    }

    @Test
    void theRejectedIneligibleAndUnenrolledDoNotBlockANewEnrollment() {
        assertThat(Arrays.stream(EnrollmentStatus.values()).filter(status -> !status.isOpen()))
                .containsExactlyInAnyOrder(
                        EnrollmentStatus.REJECTED, EnrollmentStatus.INELIGIBLE, EnrollmentStatus.UNENROLLED);
    }

    @ParameterizedTest
    @EnumSource
    void isLowerCaseOnTheWireAndReadBack(EnrollmentStatus status) {
        assertThat(status.wire()).matches("[a-z]+").isEqualToIgnoringCase(status.name());
        assertThat(EnrollmentStatus.ofWire(status.wire())).contains(status);
    }

    @Test
    void readsNothingElse() {
        assertThat(EnrollmentStatus.ofWire("CANDIDATE")).isEmpty();
        assertThat(EnrollmentStatus.ofWire("")).isEmpty();
        assertThat(EnrollmentStatus.ofWire(null)).isEmpty();
    }
}
