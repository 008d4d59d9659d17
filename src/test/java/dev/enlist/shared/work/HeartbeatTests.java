package dev.enlist.shared.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.health.Status;

class HeartbeatTests {

    private final Heartbeats heartbeats = new Heartbeats();

    @ParameterizedTest
    @ValueSource(
            classes = {
                OutOfMemoryError.class,
                StackOverflowError.class,
                NoClassDefFoundError.class,
                IllegalStateException.class
            })
    void aThreadGoesOnWhateverItsWorkThrows(Class<? extends Throwable> failure) throws InterruptedException {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        CountDownLatch looks = new CountDownLatch(3);
        try {
            thread.scheduleWithFixedDelay(
                    heartbeats.of("worker").guarded(() -> {
                        looks.countDown();
                        HeartbeatTests.<RuntimeException>raise(failure);
                    }),
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aThreadThatMeetsNothingButErrorsIsNotAlive() throws InterruptedException {
        WorkersHealthIndicator health = new WorkersHealthIndicator(heartbeats, Duration.ofMillis(50));
        Heartbeat heartbeat = heartbeats.of("worker");
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        Thread.sleep(60);
        heartbeat.run(() -> {
            throw new OutOfMemoryError("made by a test");
        });
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).hasToString("{stalled=[worker]}");
        heartbeat.run(() -> {
            throw new IllegalStateException("the database is away");
        });
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        Thread.sleep(60);
        heartbeat.end();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Class<? extends Throwable> failure) throws T {
        try {
            throw (T) failure.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
