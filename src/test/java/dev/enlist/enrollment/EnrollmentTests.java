package dev.enlist.enrollment;

import static dev.enlist.enrollment.EnrollmentStatus.APPROVED;
import static dev.enlist.enrollment.EnrollmentStatus.CANDIDATE;
import static dev.enlist.enrollment.EnrollmentStatus.ELIGIBLE;
import static dev.enlist.enrollment.EnrollmentStatus.INELIGIBLE;
import static dev.enlist.enrollment.EnrollmentStatus.REJECTED;
import static dev.enlist.enrollment.EnrollmentStatus.SUBMITTED;
import static dev.enlist.enrollment.EnrollmentStatus.UNENROLLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.enlist.customer.Address;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.problem.Conflict;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The aggregate alone: allowed steps by status, events and stored data. */
class EnrollmentTests {

    private static final ApprovalPolicy ONE = new ApprovalPolicy(1, Object::equals);

    static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
    static final Instant TUESDAY = Instant.parse("2026-03-03T09:00:00Z");
    static final Instant FRIDAY = Instant.parse("2026-03-06T09:00:00Z");

    static final Actor CLIENT = Actor.key("key-1", "Utility portal");
    static final Actor REVIEWER = Actor.user("user-1", "Rita Reviewer");
    static final RuleSetRef RULES = new RuleSetRef("battery-rebate", 7);
    static final Actor RULE = Actor.rule("battery-rebate", 7);

    static final Verdict FOUND_ELIGIBLE = new Verdict(Verdict.Status.ELIGIBLE, "Lives in New York.", "in-territory");
    static final Verdict FOUND_INELIGIBLE =
            new Verdict(Verdict.Status.INELIGIBLE, "Lives elsewhere.", "out-of-territory");
    static final Verdict UNDECIDED = new Verdict(Verdict.Status.MANUAL, "The address is odd.", "odd-address");

    static Application suzie() {
        return new Application(
                "Suzie",
                "Homeowner",
                "suzie@example.com",
                "+12125550100",
                new Address("123 Main St", null, "New York", "NY", "10001", "US"),
                List.of("tesla"),
                "1234567890",
                "ref-1",
                "First",
                List.of("tag1"),
                Map.of("monthlyKwh", 640, "customerType", "residential"));
    }

    static Enrollment candidate() {
        return new Enrollment(
                "workspace-1",
                "B7K3-9QXM",
                "instance-1",
                new Identification(IdentificationType.CUSTOMER_INFO, null, "customer-1", null),
                suzie(),
                CLIENT,
                MONDAY);
    }

    @Test
    void theHistoryDoesNotGoBackwardsWhereClocksDiffer() {
        Enrollment enrollment = candidate();
        enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, FRIDAY);
        enrollment.revise(suzie(), TUESDAY);
        enrollment.submit(CLIENT, MONDAY, null);
        assertThat(enrollment.drainEvents().stream()
                        .filter(DomainEvent.Published.class::isInstance)
                        .map(DomainEvent::at))
                .containsExactly(MONDAY, MONDAY, FRIDAY, FRIDAY, FRIDAY);
    }

    static Enrollment leaving() {
        Enrollment approved = in(APPROVED);
        approved.exit().request(ExitKind.VOLUNTARY, CLIENT, TUESDAY, "Moved away");
        approved.drainEvents();
        return approved;
    }

    /** An enrollment that reached this status by the usual steps, without pending events. */
    static Enrollment in(EnrollmentStatus status) {
        Enrollment enrollment = candidate();
        switch (status) {
            case CANDIDATE -> {}
            case INELIGIBLE -> enrollment.judge(FOUND_INELIGIBLE, RULES, RULE, MONDAY);
            case ELIGIBLE -> enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, MONDAY);
            case SUBMITTED -> {
                enrollment = in(ELIGIBLE);
                enrollment.submit(CLIENT, MONDAY, null);
            }
            case APPROVED -> {
                enrollment = in(SUBMITTED);
                enrollment.review().approve(REVIEWER, MONDAY, null, false, ONE);
            }
            case REJECTED -> {
                enrollment = in(SUBMITTED);
                enrollment.review().reject(REVIEWER, MONDAY, "Failed verification");
            }
            case UNENROLLED -> {
                enrollment = leaving();
                enrollment.exit().record(TUESDAY);
                enrollment.exit().complete(TUESDAY);
            }
        }
        enrollment.drainEvents();
        assertThat(enrollment.status()).isEqualTo(status);
        return enrollment;
    }

    /** A step of an enrollment, with the statuses that allow it. */
    record Step(String name, Consumer<Enrollment> work, Set<EnrollmentStatus> allowedWhen, EnrollmentStatus outcome) {

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Step> STEPS = List.of(
            new Step("ask for evaluation", e -> e.requestEvaluation(TUESDAY), Set.of(CANDIDATE), CANDIDATE),
            new Step("find eligible", e -> e.judge(FOUND_ELIGIBLE, RULES, RULE, TUESDAY), Set.of(CANDIDATE), ELIGIBLE),
            new Step(
                    "find ineligible",
                    e -> e.judge(FOUND_INELIGIBLE, RULES, RULE, TUESDAY),
                    Set.of(CANDIDATE),
                    INELIGIBLE),
            new Step("leave to a person", e -> e.judge(UNDECIDED, RULES, RULE, TUESDAY), Set.of(CANDIDATE), CANDIDATE),
            new Step("submit", e -> e.submit(CLIENT, TUESDAY, null), Set.of(ELIGIBLE), SUBMITTED),
            new Step(
                    "approve",
                    e -> e.review().approve(REVIEWER, TUESDAY, null, false, ONE),
                    Set.of(SUBMITTED),
                    APPROVED),
            new Step("reject", e -> e.review().reject(REVIEWER, TUESDAY, "No"), Set.of(SUBMITTED), REJECTED),
            new Step(
                    "reopen",
                    e -> e.reopen(CLIENT, TUESDAY, "The criteria changed."),
                    Set.of(ELIGIBLE, INELIGIBLE, REJECTED),
                    CANDIDATE),
            new Step(
                    "ask to leave",
                    e -> e.exit().request(ExitKind.INVOLUNTARY, REVIEWER, TUESDAY, "Fraud"),
                    Set.of(APPROVED),
                    APPROVED),
            new Step("unenroll unasked", e -> e.exit().complete(TUESDAY), Set.of(), UNENROLLED));

    static Stream<Arguments> everyStepInEveryStatus() {
        return STEPS.stream()
                .flatMap(step -> Arrays.stream(EnrollmentStatus.values()).map(status -> Arguments.of(step, status)));
    }

    @ParameterizedTest(name = "{0} when {1}")
    @MethodSource("everyStepInEveryStatus")
    void isAllowedInItsStatusesAndRefusedInOthers(Step step, EnrollmentStatus status) {
        Enrollment enrollment = in(status);
        Application before = enrollment.application();
        Instant updatedAt = enrollment.updatedAt();

        if (step.allowedWhen().contains(status)) {
            step.work().accept(enrollment);

            assertThat(enrollment.status()).isEqualTo(step.outcome());
            assertThat(enrollment.drainEvents()).isNotEmpty();
        } else {
            assertThatThrownBy(() -> step.work().accept(enrollment))
                    .isInstanceOf(IllegalTransition.class)
                    .extracting(refusal -> ((IllegalTransition) refusal).properties())
                    .isEqualTo(Map.of(
                            "currentStatus",
                            status.wire(),
                            "allowedTransitions",
                            status.allowedTransitions().stream()
                                    .map(EnrollmentStatus::wire)
                                    .toList()));
            assertThat(enrollment.status()).isEqualTo(status);
            assertThat(enrollment.drainEvents()).isEmpty();
            assertThat(enrollment.application()).isEqualTo(before);
            assertThat(enrollment.updatedAt()).isEqualTo(updatedAt);
        }
    }

    @Test
    void startsAsACandidateWithTheApplication() {
        Enrollment enrollment = candidate();

        assertThat(Cuid.isCuid(enrollment.getId())).isTrue();
        assertThat(enrollment.isNew()).isTrue();
        assertThat(enrollment.status()).isEqualTo(CANDIDATE);
        assertThat(enrollment.application()).isEqualTo(suzie());
        assertThat(enrollment.workspaceId()).isEqualTo("workspace-1");
        assertThat(enrollment.programInstanceId()).isEqualTo("instance-1");
        assertThat(enrollment.identification().customerId()).isEqualTo("customer-1");
        assertThat(enrollment.reason()).isEmpty();
        assertThat(enrollment.code()).isEmpty();
        assertThat(enrollment.enrollmentStartDate()).isEmpty();
        assertThat(enrollment.createdAt()).isEqualTo(MONDAY);
        assertThat(enrollment.updatedAt()).isEqualTo(MONDAY);
    }

    @Test
    void keepsTheReasonAndTheCodeOfTheRuleThatDecided() {
        Enrollment enrollment = candidate();

        enrollment.judge(FOUND_INELIGIBLE, RULES, RULE, TUESDAY);

        assertThat(enrollment.reason()).contains("Lives elsewhere.");
        assertThat(enrollment.code()).contains("out-of-territory");
        assertThat(enrollment.updatedAt()).isEqualTo(TUESDAY);
    }

    @Test
    void keepsTheReasonOfTheVerdictWhenSubmittedWithoutReason() {
        Enrollment silent = in(ELIGIBLE);
        Enrollment spoken = in(ELIGIBLE);

        silent.submit(CLIENT, TUESDAY, null);
        spoken.submit(CLIENT, TUESDAY, "Complete now");

        assertThat(silent.reason()).contains("Lives in New York.");
        assertThat(silent.code()).contains("in-territory");
        assertThat(spoken.reason()).contains("Complete now");
        assertThat(spoken.code()).isEmpty();
    }

    @Test
    void participationBeginsWithTheApproval() {
        Enrollment enrollment = in(SUBMITTED);

        enrollment.review().approve(REVIEWER, FRIDAY, "Welcome", false, ONE);

        assertThat(enrollment.enrollmentStartDate()).contains(FRIDAY);
        assertThat(enrollment.reason()).contains("Welcome");
        assertThat(enrollment.code()).isEmpty();
    }

    @Test
    void hasNoStartWhenRejected() {
        Enrollment enrollment = in(REJECTED);

        assertThat(enrollment.enrollmentStartDate()).isEmpty();
        assertThat(enrollment.reason()).contains("Failed verification");
    }

    @Test
    void aManualVerdictKeepsItACandidateWithTheReason() {
        Enrollment enrollment = in(CANDIDATE);

        enrollment.judge(UNDECIDED, RULES, RULE, TUESDAY);

        assertThat(enrollment.status()).isEqualTo(CANDIDATE);
        assertThat(enrollment.reason()).contains("The address is odd.");
        assertThat(enrollment.code()).contains("odd-address");
        assertThat(enrollment.drainEvents())
                .singleElement()
                .isInstanceOfSatisfying(EnrollmentEvent.Updated.class, event -> {
                    assertThat(event.change()).isEqualTo("manual-evaluation");
                    assertThat(event.status()).isEqualTo(CANDIDATE);
                });
    }

    @Test
    void aPersonMayDecideAfterAManualVerdict() {
        Enrollment enrollment = in(CANDIDATE);
        enrollment.judge(UNDECIDED, RULES, RULE, TUESDAY);
        enrollment.drainEvents();

        enrollment.judge(FOUND_ELIGIBLE, null, REVIEWER, FRIDAY);

        assertThat(enrollment.status()).isEqualTo(ELIGIBLE);
        assertThat(moves(enrollment.drainEvents())).singleElement().satisfies(move -> {
            assertThat(move.by()).isEqualTo(REVIEWER);
            assertThat(move.rules()).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = EnrollmentStatus.class,
            names = {"INELIGIBLE", "REJECTED"})
    void isEvaluatedAgainAfterReopening(EnrollmentStatus closed) {
        Enrollment enrollment = in(closed);

        enrollment.reopen(CLIENT, FRIDAY, "The criteria changed.");
        assertThat(enrollment.reason()).contains("The criteria changed.");
        assertThat(enrollment.code()).isEmpty();

        enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, FRIDAY);
        assertThat(moves(enrollment.drainEvents()))
                .extracting(EnrollmentEvent.StatusChanged::from, EnrollmentEvent.StatusChanged::to)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(closed, CANDIDATE),
                        org.assertj.core.groups.Tuple.tuple(CANDIDATE, ELIGIBLE));
    }

    @Nested
    class Leaving {

        @Test
        void takesAnExitWorkflowDuringWhichItStaysApproved() {
            Enrollment enrollment = in(APPROVED);

            enrollment.exit().request(ExitKind.VOLUNTARY, CLIENT, TUESDAY, "Moved away");

            assertThat(enrollment.status()).isEqualTo(APPROVED);
            assertThat(enrollment.updatedAt()).isEqualTo(TUESDAY);
            assertThat(enrollment.drainEvents())
                    .containsExactly(new EnrollmentProcessEvent.ExitRequested(
                            enrollment.getId(), enrollment.workspaceId(), TUESDAY));
        }

        @Test
        void allowsNoOtherStepMeanwhile() {
            Enrollment enrollment = leaving();

            assertThat(enrollment.allowedTransitions()).isEmpty();
            IllegalTransition refusal = catchThrowableOfType(
                    IllegalTransition.class, () -> enrollment.review().approve(REVIEWER, FRIDAY, null, false, ONE));
            assertThat(refusal.properties()).containsEntry("allowedTransitions", List.of());
        }

        @Test
        void isRequestedOnce() {
            Enrollment enrollment = leaving();

            assertThatThrownBy(() -> enrollment.exit().request(ExitKind.INVOLUNTARY, REVIEWER, FRIDAY, "Fraud"))
                    .isInstanceOfSatisfying(
                            Conflict.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("exit-in-progress"))
                    .hasMessageContaining(TUESDAY.toString());
            assertThat(enrollment.drainEvents()).isEmpty();
        }

        @Test
        void isInTheMetadataWithReasonKindAndTime() {
            Enrollment enrollment = leaving();

            enrollment.exit().record(FRIDAY);

            assertThat(enrollment.exit().requested())
                    .contains(new EnrollmentExit("Moved away", ExitKind.VOLUNTARY, TUESDAY));
            assertThat(enrollment.application().metadata()).doesNotContainKey("exit");
            assertThat(enrollment.shownMetadata())
                    .containsEntry("monthlyKwh", 640)
                    .containsEntry("customerType", "residential")
                    .containsEntry(
                            "exit", Map.of("reason", "Moved away", "kind", "voluntary", "at", TUESDAY.toString()));
        }

        @Test
        void unenrollsInTheNameOfTheRequester() {
            Enrollment enrollment = leaving();

            enrollment.exit().complete(FRIDAY);

            assertThat(enrollment.status()).isEqualTo(UNENROLLED);
            assertThat(enrollment.reason()).contains("Moved away");
            assertThat(enrollment.allowedTransitions()).isEmpty();
            assertThat(moves(enrollment.drainEvents())).singleElement().satisfies(move -> {
                assertThat(move.by()).isEqualTo(CLIENT);
                assertThat(move.at()).isEqualTo(FRIDAY);
                assertThat(move.reason()).isEqualTo("Moved away");
            });
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNENROLLED")
        void isRefusedWithoutARequest(EnrollmentStatus status) {
            Enrollment enrollment = in(status);

            assertThatThrownBy(() -> enrollment.exit().record(FRIDAY)).isInstanceOf(IllegalTransition.class);
            assertThat(enrollment.application()).isEqualTo(suzie());
        }
    }

    @Nested
    class Events {

        /** Every event of an enrollment at least once. */
        private List<DomainEvent> ofALongLife(Enrollment enrollment) {
            enrollment.requestEvaluation(MONDAY);
            enrollment.judge(UNDECIDED, RULES, RULE, MONDAY);
            enrollment.judge(FOUND_INELIGIBLE, null, REVIEWER, MONDAY);
            enrollment.reopen(CLIENT, MONDAY, "The criteria changed.");
            enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, MONDAY);
            enrollment.revise(suzie(), MONDAY);
            enrollment.linkCustomer("customer-2", MONDAY);
            enrollment.submit(CLIENT, TUESDAY, null);
            enrollment.review().noteReminder("review-reminded", TUESDAY);
            enrollment.review().reject(REVIEWER, TUESDAY, "Failed verification");
            enrollment.reopen(CLIENT, TUESDAY, "The criteria changed.");
            enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, TUESDAY);
            enrollment.submit(CLIENT, TUESDAY, null);
            enrollment.review().approve(REVIEWER, TUESDAY, null, false, ONE);
            enrollment.exit().request(ExitKind.VOLUNTARY, CLIENT, FRIDAY, "Moved away");
            enrollment.exit().record(FRIDAY);
            enrollment.exit().complete(FRIDAY);
            enrollment.erase(FRIDAY);
            return enrollment.drainEvents();
        }

        @Test
        void areCountedFromOneWithoutGaps() {
            List<Integer> numbers = published(ofALongLife(candidate())).stream()
                    .map(EnrollmentEvent::sequence)
                    .toList();

            assertThat(numbers)
                    .hasSize(18)
                    .isEqualTo(IntStream.rangeClosed(1, 18).boxed().toList());
        }

        @Test
        void areCountedOnAcrossRefusals() {
            Enrollment enrollment = in(ELIGIBLE);
            assertThatThrownBy(() -> enrollment.review().approve(REVIEWER, TUESDAY, null, false, ONE))
                    .isInstanceOf(IllegalTransition.class);

            enrollment.submit(CLIENT, TUESDAY, null);

            // 1 created, 2 candidate, 3 eligible
            assertThat(published(enrollment.drainEvents()))
                    .extracting(EnrollmentEvent::number)
                    .containsExactly(4);
        }

        @Test
        void addOneRowToTheHistoryWithEachMove() {
            Enrollment enrollment = candidate();
            List<EnrollmentEvent.StatusChanged> moves = moves(ofALongLife(enrollment));

            assertThat(moves)
                    .extracting(EnrollmentEvent.StatusChanged::historyRow)
                    .isEqualTo(IntStream.rangeClosed(1, moves.size()).boxed().toList());
            assertThat(moves)
                    .extracting(EnrollmentEvent.StatusChanged::to)
                    .containsExactly(
                            CANDIDATE,
                            INELIGIBLE,
                            CANDIDATE,
                            ELIGIBLE,
                            SUBMITTED,
                            REJECTED,
                            CANDIDATE,
                            ELIGIBLE,
                            SUBMITTED,
                            APPROVED,
                            UNENROLLED);
            assertThat(IntStream.range(1, moves.size()))
                    .as("each starts with the status that the one before reached")
                    .allMatch(i -> moves.get(i).from() == moves.get(i - 1).to());
        }

        @Test
        void becomeHistoryRowsWithActorTimeReasonAndRules() {
            Enrollment enrollment = candidate();
            List<StatusHistoryRow> created = StatusHistoryRow.of(enrollment.drainEvents());
            enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, TUESDAY);
            List<StatusHistoryRow> judged = StatusHistoryRow.of(enrollment.drainEvents());

            assertThat(created)
                    .extracting("number", "from", "to", "byType", "byName", "ruleSetVersion", "createdAt")
                    .containsExactly(tuple(1, null, CANDIDATE, CLIENT.type().wire(), CLIENT.name(), null, null));
            assertThat(judged)
                    .extracting("number", "from", "to", "at", "byType", "byId", "reason", "ruleSetVersion", "createdAt")
                    .containsExactly(tuple(
                            2,
                            CANDIDATE,
                            ELIGIBLE,
                            TUESDAY,
                            RULE.type().wire(),
                            RULE.id(),
                            "Lives in New York.",
                            7,
                            null));
        }

        @Test
        void becomeOneHistoryRowWhereTheVerdictComesWithTheCreation() {
            Enrollment enrollment = candidate();
            enrollment.judge(FOUND_ELIGIBLE, RULES, RULE, TUESDAY);
            enrollment.submit(CLIENT, TUESDAY, null);

            assertThat(StatusHistoryRow.of(enrollment.drainEvents()))
                    .extracting("number", "from", "to", "createdAt", "createdById", "createdByName")
                    .containsExactly(
                            tuple(2, CANDIDATE, ELIGIBLE, MONDAY, CLIENT.id(), CLIENT.name()),
                            tuple(3, ELIGIBLE, SUBMITTED, null, null, null));
        }

        @Test
        void arePublishedOnce() {
            Enrollment enrollment = candidate();

            assertThat(enrollment.drainEvents()).hasSize(2);
            assertThat(enrollment.drainEvents()).isEmpty();
        }

        @Test
        void containNoPersonalData() {
            Enrollment enrollment = candidate();

            assertThat(published(ofALongLife(enrollment))).allSatisfy(event -> {
                assertThat(event.subject()).isEqualTo(enrollment.getId());
                assertThat(event.data().toString())
                        .doesNotContainIgnoringCase("suzie")
                        .doesNotContain("Homeowner", "10001", "2125550100", "Rita", "Moved away");
            });
        }

        @Test
        void startTheStepsOfTheProcess() {
            Enrollment enrollment = candidate();
            List<Class<?>> signals = ofALongLife(enrollment).stream()
                    .filter(EnrollmentProcessEvent.class::isInstance)
                    .<Class<?>>map(Object::getClass)
                    .toList();

            assertThat(signals)
                    .containsExactly(
                            EnrollmentProcessEvent.EvaluationRequested.class,
                            EnrollmentProcessEvent.Submitted.class,
                            EnrollmentProcessEvent.Reviewed.class,
                            EnrollmentProcessEvent.Submitted.class,
                            EnrollmentProcessEvent.Reviewed.class,
                            EnrollmentProcessEvent.ExitRequested.class,
                            EnrollmentProcessEvent.Erased.class);
        }

        @Test
        void informTheProcessOfTheReview() {
            Enrollment approved = in(SUBMITTED);
            Enrollment rejected = in(SUBMITTED);
            approved.review().approve(REVIEWER, TUESDAY, null, false, ONE);
            rejected.review().reject(REVIEWER, TUESDAY, "No");

            assertThat(approved.drainEvents())
                    .contains(new EnrollmentProcessEvent.Reviewed(
                            approved.getId(), "workspace-1", true, REVIEWER, TUESDAY));
            assertThat(rejected.drainEvents())
                    .contains(new EnrollmentProcessEvent.Reviewed(
                            rejected.getId(), "workspace-1", false, REVIEWER, TUESDAY));
        }

        private static List<EnrollmentEvent> published(List<DomainEvent> events) {
            return events.stream()
                    .filter(EnrollmentEvent.class::isInstance)
                    .map(EnrollmentEvent.class::cast)
                    .toList();
        }
    }

    @Nested
    class Metadata {

        @Test
        void isMergedMemberByMember() {
            Enrollment enrollment = in(CANDIDATE);

            enrollment.merge(Map.of("monthlyKwh", 700, "heating", Map.of("fuel", "oil")));

            assertThat(enrollment.application().metadata())
                    .isEqualTo(
                            Map.of("monthlyKwh", 700, "customerType", "residential", "heating", Map.of("fuel", "oil")));
        }

        @Test
        void staysWhenThereIsNothingToAdd() {
            Enrollment enrollment = in(CANDIDATE);

            enrollment.merge(Map.of());

            assertThat(enrollment.application().metadata()).isEqualTo(suzie().metadata());
        }

        @Test
        void ofTheCallerIsNotChanged() {
            Map<String, Object> theirs = new HashMap<>(Map.of("monthlyKwh", 1));
            Enrollment enrollment = in(CANDIDATE);

            enrollment.merge(theirs);
            enrollment.merge(Map.of("more", true));

            assertThat(theirs).isEqualTo(Map.of("monthlyKwh", 1));
        }
    }

    @Test
    void keepsItsStatusWhenTheApplicationChanges() {
        Enrollment enrollment = in(SUBMITTED);
        Application revised = new Application(
                "Susan", "Owner", "susan@example.com", null, null, List.of(), null, null, null, List.of(), Map.of());

        enrollment.revise(revised, FRIDAY);

        assertThat(enrollment.application()).isEqualTo(revised);
        assertThat(enrollment.status()).isEqualTo(SUBMITTED);
        assertThat(enrollment.updatedAt()).isEqualTo(FRIDAY);
        assertThat(enrollment.drainEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        EnrollmentEvent.Updated.class,
                        event -> assertThat(event.change()).isEqualTo("data"));
    }

    @Test
    void linksTheCustomerOfAConvertedLead() {
        Enrollment enrollment = new Enrollment(
                "workspace-1",
                "B7K3-9QXM",
                "instance-1",
                new Identification(IdentificationType.LEAD_ID, "lead-1", null, null),
                suzie(),
                CLIENT,
                MONDAY);

        enrollment.linkCustomer("customer-9", TUESDAY);

        assertThat(enrollment.identification())
                .isEqualTo(new Identification(IdentificationType.LEAD_ID, "lead-1", "customer-9", null));
    }

    private static List<EnrollmentEvent.StatusChanged> moves(List<DomainEvent> events) {
        return events.stream()
                .filter(EnrollmentEvent.StatusChanged.class::isInstance)
                .map(EnrollmentEvent.StatusChanged.class::cast)
                .toList();
    }
}
