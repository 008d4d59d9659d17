package dev.enlist.analysis.replay;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of one chunk of a replay. */
final class ReplayChunk {

    private static final String NOBODYS = "none";

    /** Of amounts whose currency is stated nowhere. */
    private static final String USUAL_CURRENCY = "USD";

    private final List<Replay.Flip> flips = new ArrayList<>();
    private final Map<String, Replay.Flips> byRule = new HashMap<>();
    private final Map<String, Replay.Flips> byState = new HashMap<>();
    private final Map<String, Replay.Flips> byManufacturer = new HashMap<>();
    private final Map<String, Replay.Flips> byStatus = new HashMap<>();
    private final Map<String, Replay.MoneyEffect> incentives = new HashMap<>();
    private Replay.Flips all = Replay.Flips.NONE;
    private int processed;
    private int failed;

    void processed(int more) {
        processed += more;
    }

    void failed() {
        failed++;
    }

    /** An amount before and after; null for none. */
    void amount(@Nullable BigDecimal before, @Nullable BigDecimal after, @Nullable String currency) {
        BigDecimal change =
                (after == null ? BigDecimal.ZERO : after).subtract(before == null ? BigDecimal.ZERO : before);
        if (change.signum() != 0) {
            String stated = currency == null ? USUAL_CURRENCY : currency;
            incentives.put(
                    stated,
                    incentives
                            .getOrDefault(stated, Replay.MoneyEffect.none(stated))
                            .and(change));
        }
    }

    Map<String, Replay.MoneyEffect> incentives() {
        return incentives;
    }

    void flip(Replay.Flip flip, @Nullable String status, @Nullable String state, Iterable<String> manufacturers) {
        String to = flip.to().status();
        flips.add(flip);
        all = all.and(to);
        count(
                byRule,
                flip.to().rule() == null ? NOBODYS : String.valueOf(flip.to().rule()),
                to);
        count(byState, state == null || state.isBlank() ? NOBODYS : state, to);
        manufacturers.forEach(maker -> count(byManufacturer, maker, to));
        if (status != null) {
            count(byStatus, status, to);
        }
    }

    private static void count(Map<String, Replay.Flips> counts, String key, String to) {
        counts.merge(key, Replay.Flips.NONE.and(to), Replay.Flips::plus);
    }

    List<Replay.Flip> flips() {
        return flips;
    }

    Replay.Flips all() {
        return all;
    }

    Map<String, Replay.Flips> byRule() {
        return byRule;
    }

    Map<String, Replay.Flips> byState() {
        return byState;
    }

    Map<String, Replay.Flips> byManufacturer() {
        return byManufacturer;
    }

    /** Flips by current status of the enrollments. */
    Map<String, Replay.Flips> byStatus() {
        return byStatus;
    }

    int processed() {
        return processed;
    }

    int failedOnes() {
        return failed;
    }
}
