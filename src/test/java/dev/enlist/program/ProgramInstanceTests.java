package dev.enlist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.problem.Conflict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The instance alone: when it takes people in, when it ends, and what its configuration says. */
class ProgramInstanceTests {

    static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    static final Instant SOME_DAY = Instant.parse("2026-12-31T00:00:00Z");

    static Program program(boolean active, @Nullable Instant endTime) {
        return new Program(
                "organization-1",
                new ProgramDetails(
                        "battery-program",
                        "Battery program",
                        "Rebates",
                        "rebate",
                        List.of("NY"),
                        active,
                        Visibility.PRIVATE,
                        2026,
                        endTime),
                "workspace-1",
                LONG_AGO);
    }

    static InstanceDetails details(
            boolean active, @Nullable Instant startDate, @Nullable Instant endDate, Map<String, Object> config) {
        return new InstanceDetails(
                "Battery program of the city",
                "For residents",
                "A battery at home",
                "Take part in peak events",
                null,
                null,
                config,
                RulePolicy.DEFAULT,
                active,
                startDate,
                endDate);
    }

    static ProgramInstance instance(Program program, InstanceDetails details) {
        return new ProgramInstance("organization-1", program, "city", details, "workspace-1", LONG_AGO);
    }

    static ProgramInstance configured(Map<String, Object> config) {
        return instance(program(true, null), details(true, null, null, config));
    }

    @Nested
    class TakesPeopleIn {

        /** Everything that may keep people out, in every combination. */
        static Stream<Arguments> everyCombination() {
            List<Instant> starts = new ArrayList<>(List.of(LONG_AGO, NOW, SOME_DAY));
            List<Instant> ends = new ArrayList<>(List.of(LONG_AGO, NOW, SOME_DAY));
            starts.add(null);
            ends.add(null);
            List<Arguments> all = new ArrayList<>();
            for (boolean archived : List.of(true, false)) {
                for (boolean active : List.of(true, false)) {
                    for (boolean programActive : List.of(true, false)) {
                        for (Instant start : starts) {
                            for (Instant end : ends) {
                                for (Instant programEnd : ends) {
                                    all.add(Arguments.of(archived, active, programActive, start, end, programEnd));
                                }
                            }
                        }
                    }
                }
            }
            return all.stream();
        }

        @ParameterizedTest(
                name = "archived {0}, active {1}, program active {2}, starts {3}, ends {4}, program ends {5}")
        @MethodSource("everyCombination")
        void onlyWhenNothingStandsAgainstIt(
                boolean archived,
                boolean active,
                boolean programActive,
                @Nullable Instant start,
                @Nullable Instant end,
                @Nullable Instant programEnd) {
            ProgramInstance instance =
                    instance(program(programActive, programEnd), details(active, start, end, Map.of()));
            if (archived) {
                instance.archive("workspace-1", NOW);
            }
            boolean begun = start == null || start.equals(LONG_AGO) || start.equals(NOW);
            boolean lasts = end == null || end.equals(SOME_DAY);
            boolean programLasts = programEnd == null || programEnd.equals(SOME_DAY);

            if (!archived && active && programActive && begun && lasts && programLasts) {
                assertThatCode(() -> instance.requireAccepting(NOW)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> instance.requireAccepting(NOW))
                        .isInstanceOfSatisfying(
                                ProgramNotAccepting.class,
                                refusal -> assertThat(refusal.code()).isEqualTo("program-not-accepting"))
                        .hasMessageMatching("The program.*\\.");
            }
        }

        @Test
        void orSaysWhyNot() {
            ProgramInstance archived = configured(Map.of());
            archived.archive("workspace-1", NOW);

            assertRefusal(archived, "The program instance is archived.");
            assertRefusal(
                    instance(program(true, null), details(true, SOME_DAY, null, Map.of())),
                    "The program instance begins only at 2026-12-31T00:00:00Z.");
            assertRefusal(
                    instance(program(true, null), details(true, null, LONG_AGO, Map.of())), "The program has ended.");
            assertRefusal(
                    instance(program(true, LONG_AGO), details(true, null, null, Map.of())), "The program has ended.");
            assertRefusal(
                    instance(program(true, null), details(false, null, null, Map.of())),
                    "The program instance is not active.");
            assertRefusal(
                    instance(program(false, null), details(true, null, null, Map.of())), "The program is not active.");
        }

        private static void assertRefusal(ProgramInstance instance, String reason) {
            assertThatThrownBy(() -> instance.requireAccepting(NOW)).hasMessage(reason);
        }
    }

    @ParameterizedTest(name = "instance {0}, program {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -",
                "2026-05-01T00:00:00Z, -, 2026-05-01T00:00:00Z",
                "-, 2026-05-01T00:00:00Z, 2026-05-01T00:00:00Z",
                "2026-05-01T00:00:00Z, 2026-06-01T00:00:00Z, 2026-05-01T00:00:00Z",
                "2026-06-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-05-01T00:00:00Z",
                "2026-05-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-05-01T00:00:00Z",
            })
    void endsWithItselfOrItsProgramWhicheverComesFirst(
            @Nullable Instant own, @Nullable Instant programs, @Nullable Instant earlier) {
        ProgramInstance instance = instance(program(true, programs), details(true, null, own, Map.of()));

        assertThat(instance.endsAt().orElse(null)).isEqualTo(earlier);
        if (earlier != null) {
            assertThat(instance.hasEnded(earlier.minusNanos(1000))).isFalse();
            assertThat(instance.hasEnded(earlier)).as("at that very moment").isTrue();
        }
    }

    @Test
    void anOpenEndNeverComes() {
        assertThat(configured(Map.of()).hasEnded(Instant.MAX)).isFalse();
    }

    @Nested
    class Configuration {

        @Test
        void hasDefaultsWhereItIsSilent() {
            for (Map<String, Object> silent : List.<Map<String, Object>>of(
                    Map.of(), Map.of("review", Map.of(), "exit", Map.of()), Map.of("review", "odd", "exit", 3))) {
                ProgramInstance instance = configured(silent);

                assertThat(instance.reminderAfter()).isEqualTo(Duration.ofDays(3));
                assertThat(instance.escalateAfter()).isEqualTo(Duration.ofDays(7));
                assertThat(instance.exitProcess()).isEqualTo("exit-default");
            }
        }

        @Test
        void saysHowLongReviewsMayTakeAndHowPeopleLeave() {
            ProgramInstance instance = configured(Map.of(
                    "review", Map.of("reminderAfter", "PT8H", "escalateAfter", "P1DT12H"),
                    "exit", Map.of("process", "exit-with-equipment-return")));

            assertThat(instance.reminderAfter()).isEqualTo(Duration.ofHours(8));
            assertThat(instance.escalateAfter()).isEqualTo(Duration.ofHours(36));
            assertThat(instance.exitProcess()).isEqualTo("exit-with-equipment-return");
        }

        @Test
        void mayNameOneAndLeaveTheOther() {
            ProgramInstance instance = configured(Map.of("review", Map.of("escalateAfter", "P1D")));

            assertThat(instance.reminderAfter()).isEqualTo(InstanceConfig.DEFAULT_REMINDER);
            assertThat(instance.escalateAfter()).isEqualTo(Duration.ofDays(1));
        }
    }

    @Nested
    class Archived {

        @Test
        void changesNoMore() {
            ProgramInstance instance = configured(Map.of());
            instance.archive("workspace-1", NOW);

            assertThatThrownBy(() -> instance.revise(details(true, null, null, Map.of()), "workspace-1", NOW))
                    .isInstanceOfSatisfying(
                            Conflict.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("archived"));
            assertThat(instance.details().active()).isFalse();
            assertThat(instance.archivedAt()).contains(NOW);
        }

        @Test
        void staysAsItWasWhenArchivedAgain() {
            ProgramInstance instance = configured(Map.of());
            instance.archive("workspace-1", NOW);
            instance.drainEvents();

            instance.archive("workspace-1", SOME_DAY);

            assertThat(instance.archivedAt()).contains(NOW);
            assertThat(instance.drainEvents()).isEmpty();
        }
    }

    @Test
    void tellsWhenItEndsWithEveryChange() {
        ProgramInstance instance = instance(program(true, SOME_DAY), details(true, null, null, Map.of()));
        instance.revise(details(true, null, NOW, Map.of()), "workspace-1", NOW);

        assertThat(instance.drainEvents())
                .filteredOn(InstanceEvent.class::isInstance)
                .hasSize(2)
                .allSatisfy(
                        event -> assertThat(((InstanceEvent) event).subject()).isEqualTo(instance.getId()))
                .extracting(event -> ((InstanceEvent) event).type() + " "
                        + ((InstanceEvent) event).endsAt().orElseThrow())
                .containsExactly("programInstance.created " + SOME_DAY, "programInstance.updated " + NOW);
    }
}
