package dev.enlist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTimerTests {

    private final List<Instant> polls = new CopyOnWriteArrayList<>();
    private final PollTimer timer = new PollTimer(Clock.systemUTC(), () -> polls.add(Instant.now()));

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void workThatIsDueStartsAPollAtOnce() {
        timer.pollAt(Instant.now());

        assertThat(polls).hasSize(1);
    }

    @Test
    void workOfTheSameTenthOfASecondStartsOnePollAfterTheLastOfIt() {
        Instant second = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1);
        for (int millis = 0; millis < 200; millis++) {
            timer.pollAt(second.plusMillis(millis));
        }

        Awaitility.await().until(() -> polls.size() >= 2);
        assertThat(polls).hasSize(2);
        assertThat(polls.get(0)).isAfterOrEqualTo(second.plusMillis(100));
        assertThat(polls.get(1)).isAfterOrEqualTo(second.plusMillis(200));
    }

    @Test
    void workOfLaterTimesIsLeftToTheRegularPollsAndAStopForgetsTheRest() {
        timer.pollAt(Instant.now().plusSeconds(6));
        timer.pollAt(Instant.now().plusMillis(300));
        timer.stop();
        timer.pollAt(Instant.now().plusMillis(300));

        Awaitility.await().during(Duration.ofMillis(600)).until(polls::isEmpty);
    }
}
