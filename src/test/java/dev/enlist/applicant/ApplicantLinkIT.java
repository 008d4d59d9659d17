package dev.enlist.applicant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Links to enrollments that another transaction erases at the same time. */
@EnlistIT
class ApplicantLinkIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    ApplicantLinkService links;

    @Autowired
    EnrollmentService enrollments;

    @Autowired
    TransactionTemplate transaction;

    private World world;
    private String erased;

    @BeforeEach
    void anEnrollment() {
        world = worlds.shared(this);
        erased = world.candidateEnrollment(world.instance());
    }

    @Test
    void aMessageHasNoLink() throws Exception {
        String kept = world.candidateEnrollment(world.instance());
        assertThat(whileErasing(id -> links.linksTo(List.of(id, kept))).get()).containsOnlyKeys(kept);
    }

    @Test
    void aRevokedLinkIsNotFound() throws Exception {
        CompletableFuture<?> revoked = whileErasing(id -> {
            links.revoke(id, null);
            return id;
        });
        assertThatThrownBy(revoked::get).hasCauseInstanceOf(NotFound.class);
    }

    @Test
    void aRequestedLinkIsNotSent() throws Exception {
        whileErasing(id -> {
                    links.resendOnRequest(id, Duration.ZERO);
                    return id;
                })
                .get();
        assertThat(owner.sql("select count(*) from notification where enrollment_id = ?")
                        .param(erased)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** Begins the work when the enrollment was erased and that is not committed; commits when the work waits. */
    private <T> CompletableFuture<T> whileErasing(Function<String, T> work) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> erasure =
                CompletableFuture.runAsync(() -> world.in(() -> transaction.execute(status -> {
                    enrollments.erase(erased, null);
                    begun.countDown();
                    return await(mayCommit);
                })));
        begun.await();
        CompletableFuture<T> done;
        try {
            done = CompletableFuture.supplyAsync(() -> world.in(() -> work.apply(erased)));
            Patience.until("the work to wait for the erasure", () -> done.isDone() || isWaiting());
            assertThat(done).isNotDone();
        } finally {
            mayCommit.countDown();
        }
        erasure.get();
        return done;
    }

    private boolean isWaiting() {
        return owner.sql("""
                        select exists (select 1 from pg_stat_activity
                            where wait_event_type = 'Lock' and query like 'insert into applicant_link%')""").query(Boolean.class).single();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
