package dev.enlist.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The transition matrix, written out by hand. */
class CampaignStatusTests {

    private static final Map<String, Set<String>> MOVES = Map.of(
            "draft", Set.of("planned", "closed"),
            "planned", Set.of("draft", "recruiting", "active", "closed"),
            "recruiting", Set.of("active", "paused", "closed"),
            "active", Set.of("paused", "completed"),
            "paused", Set.of("active", "completed", "closed"),
            "completed", Set.of("closed"),
            "closed", Set.of());

    static Stream<Arguments> everyPair() {
        return Arrays.stream(CampaignStatus.values())
                .flatMap(from -> Arrays.stream(CampaignStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void movesAsWrittenAndNotOtherwise(CampaignStatus from, CampaignStatus to) {
        boolean written = MOVES.get(from.wire()).contains(to.wire());

        assertThat(from.mayBecome(to)).isEqualTo(written);
        assertThat(from.allowedTransitions().contains(to)).isEqualTo(written);
    }

    /** Every action follows the matrix, and every transition of the matrix has an action. */
    @ParameterizedTest
    @MethodSource("everyPair")
    void theActionsAreTheMatrix(CampaignStatus from, CampaignStatus to) {
        long ways = CampaignAction.allowedFrom(from).stream()
                .filter(action -> action.target() == to)
                .count();

        assertThat(ways).isEqualTo(from.mayBecome(to) ? 1 : 0);
    }

    @Test
    void whatWasPausedIsResumedAndWhatWasNotIsStarted() {
        assertThat(starting(CampaignAction.START))
                .isEqualTo(EnumSet.of(CampaignStatus.PLANNED, CampaignStatus.RECRUITING));
        assertThat(starting(CampaignAction.RESUME)).isEqualTo(EnumSet.of(CampaignStatus.PAUSED));
    }

    private static Set<CampaignStatus> starting(CampaignAction action) {
        Set<CampaignStatus> from = new HashSet<>();
        for (CampaignStatus status : CampaignStatus.values()) {
            if (action.isAllowedFrom(status)) {
                from.add(status);
            }
        }
        return EnumSet.copyOf(from);
    }
}
