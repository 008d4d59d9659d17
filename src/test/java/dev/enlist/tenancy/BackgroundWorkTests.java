package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.enlist.shared.work.Heartbeats;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundWorkTests {

    private static final WorkspaceRef BROKEN = new WorkspaceRef("w1", "o");
    private static final WorkspaceRef SOUND = new WorkspaceRef("w2", "o");

    @Test
    void anErrorInOneWorkspaceEndsNeitherTheThreadNorTheWorkOfOthers() throws InterruptedException {
        TenancyService tenancy = mock(TenancyService.class);
        when(tenancy.workspaces()).thenReturn(List.of(BROKEN, SOUND));
        CountDownLatch done = new CountDownLatch(2);
        AtomicInteger tried = new AtomicInteger();
        WorkspaceWork work = () -> {
            if (WorkspaceScope.current().equals(BROKEN)) {
                tried.incrementAndGet();
                throw new OutOfMemoryError("made by a test");
            }
            done.countDown();
            return false;
        };
        BackgroundWork background = new BackgroundWork(tenancy, List.of(work), new Heartbeats());
        background.start();
        try {
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(tried).hasValueGreaterThanOrEqualTo(2);
            assertThat(background.isRunning()).isTrue();
        } finally {
            background.stop();
        }
        assertThat(background.isRunning()).isFalse();
    }
}
