package dev.enlist.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.Money;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Money in the ledger, whatever happens in whatever order: the sum of the ledger is the pool, what was sent is within what is
 * committed, and that within the limit.
 */
@EnlistIT
class BudgetLedgerIT {

    /** Far ahead, so that the expiry job finds nothing. */
    private static final Instant NOW = Instant.parse("2126-03-01T12:00:00Z");

    private static final int PEOPLE = 4;
    private static final int SEQUENCES = 25;
    private static final int STEPS = 25;

    @Autowired
    Worlds worlds;

    @Autowired
    CapacityPoolService pools;

    @Autowired
    CapacityLedgerService ledger;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    JdbcClient app;

    @Autowired
    PlatformTransactionManager transactions;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    private enum Act {
        RESERVE,
        COMMIT,
        ADJUST,
        SEND,
        RETURN,
        RELEASE
    }

    private record Step(Act act, int person, BigDecimal amount) {}

    private static Arbitrary<List<Step>> steps() {
        Arbitrary<BigDecimal> cents =
                Arbitraries.integers().between(1, 4_000).map(n -> new BigDecimal(n).movePointLeft(2));
        return Combinators.combine(
                        Arbitraries.of(Act.class), Arbitraries.integers().between(0, PEOPLE - 1), cents)
                .as(Step::new)
                .list()
                .ofSize(STEPS);
    }

    private <T> T within(Supplier<T> work) {
        return WorkspaceScope.in(
                world.workspace(),
                () -> Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> work.get())));
    }

    private static Participant person(String id, String instance, int number, BigDecimal amount) {
        return new Participant(id, instance, number % 2 == 0 ? "NY" : "NJ", List.of(), new Money(amount, "USD"));
    }

    @Test
    void anySequenceKeepsTheSums() {
        JqwikSession.run(this::runSequences);
    }

    private void runSequences() {
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            String instance = world.instance();
            within(() -> pools.open(PoolOwner.instance(instance), PoolTerms.budget(Money.of("100", "USD"))));
            within(() -> pools.open(
                    PoolOwner.instance(instance).part(PoolOwner.Segment.By.STATE, "NY"),
                    PoolTerms.budget(Money.of("60", "USD"))));
            new Sequence(instance).run(steps().sample());
        }
    }

    /** What is known of each person, to take steps that are legal. */
    private final class Sequence {

        private final String instance;
        private final List<String> ids = new ArrayList<>();
        private final Map<Integer, BigDecimal> held = new HashMap<>();
        private final Map<Integer, BigDecimal> sent = new HashMap<>();
        private final Set<Integer> committed = new HashSet<>();
        private final Set<Integer> ended = new HashSet<>();

        Sequence(String instance) {
            this.instance = instance;
            for (int person = 0; person < PEOPLE; person++) {
                ids.add(Cuid.next());
            }
        }

        void run(List<Step> steps) {
            for (Step step : steps) {
                take(step);
                agree(steps);
            }
        }

        private void take(Step step) {
            int who = step.person();
            String id = ids.get(who);
            BigDecimal hold = held.get(who);
            BigDecimal away = sent.getOrDefault(who, BigDecimal.ZERO);
            switch (step.act()) {
                case RESERVE -> {
                    if (hold == null
                            && !ended.contains(who)
                            && within(() -> ledger.reserve(person(id, instance, who, step.amount()), NOW))
                                    .isEmpty()) {
                        held.put(who, step.amount());
                    }
                }
                case COMMIT -> {
                    if (hold != null && committed.add(who)) {
                        within(() -> {
                            ledger.commit(List.of(person(id, instance, who, hold)), NOW);
                            return id;
                        });
                    }
                }
                case ADJUST -> {
                    boolean possible = hold != null && step.amount().compareTo(away) >= 0;
                    if (possible
                            && within(() -> ledger.adjust(
                                            person(id, instance, who, step.amount()), committed.contains(who), NOW))
                                    .isEmpty()) {
                        held.put(who, step.amount());
                    }
                }
                case SEND -> {
                    if (committed.contains(who) && hold != null && hold.compareTo(away) > 0) {
                        BigDecimal part = step.amount().min(hold.subtract(away));
                        spend(id, part);
                        sent.merge(who, part, BigDecimal::add);
                    }
                }
                case RETURN -> {
                    if (away.signum() > 0) {
                        BigDecimal part = step.amount().min(away);
                        spend(id, part.negate());
                        sent.put(who, away.subtract(part));
                    }
                }
                case RELEASE -> {
                    if (hold != null) {
                        within(() -> {
                            ledger.release(List.of(id), NOW);
                            return id;
                        });
                        held.remove(who);
                        committed.remove(who);
                        ended.add(who);
                    }
                }
            }
        }

        private void spend(String id, BigDecimal change) {
            within(() -> {
                ledger.spend(List.of(id), List.of(change), NOW);
                return id;
            });
        }

        private void agree(List<Step> steps) {
            BigDecimal reserved = BigDecimal.ZERO;
            BigDecimal kept = BigDecimal.ZERO;
            for (int who = 0; who < PEOPLE; who++) {
                BigDecimal hold = held.get(who);
                if (hold == null) {
                    kept = kept.add(sent.getOrDefault(who, BigDecimal.ZERO));
                } else if (committed.contains(who)) {
                    kept = kept.add(hold);
                } else {
                    reserved = reserved.add(hold);
                }
            }
            CapacityPool whole = within(() -> pools.wholeOf(instance)).orElseThrow();
            assertThat(whole.reserved()).as("reserved after %s", steps).isEqualByComparingTo(reserved);
            assertThat(whole.committed()).as("committed after %s", steps).isEqualByComparingTo(kept);
            assertThat(whole.used()).isLessThanOrEqualTo(whole.limit());
            Map<String, Long> checks = CapacityConsistencyQuery.of(
                    jdbc.template(), world.workspace().workspaceId());
            for (String check : List.of("capacityLedgerDisagrees", "capacityHoldsDisagree", "capacityOversold")) {
                assertThat(checks).as("after %s", steps).containsEntry(check, 0L);
            }
        }
    }

    /**
     * A planted fault: the lock of the pools does nothing. Then both transactions see the money that only one may take, and the
     * constraint of the table refuses the second. With the lock the second one sees what the first one took.
     */
    @Test
    void withoutTheLockOfThePoolsAConstraintRefusesTheSecond() {
        jdbc.template().execute("""
                create schema if not exists planted;
                create or replace function planted.capacity_lock(here text, ids varchar[]) returns void
                    language plpgsql as $$ begin end $$;
                grant usage on schema planted to public""");
        try {
            assertThat(secondOfTwo("select 1"))
                    .get()
                    .extracting(lacking -> lacking.drawn().toPlainString())
                    .isEqualTo("60.00");
            assertThatThrownBy(() -> secondOfTwo(
                            "select set_config('search_path', 'planted, ' || current_setting('search_path'), true)"))
                    .hasMessageContaining("capacity_pool_not_oversold");
        } finally {
            jdbc.template().execute("drop schema planted cascade");
        }
    }

    /** Two transactions reserve 60.00 of 100.00; the second begins before the first one ends, and runs a statement before. */
    private Optional<CapacityLedgerService.Lacking> secondOfTwo(String before) {
        String instance = world.instance();
        within(() -> pools.open(PoolOwner.instance(instance), PoolTerms.budget(Money.of("100", "USD"))));
        BigDecimal amount = new BigDecimal("60.00");
        CountDownLatch reserved = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> within(() -> {
            ledger.reserve(person(Cuid.next(), instance, 0, amount), NOW);
            Integer pid =
                    app.sql("select pg_backend_pid()").query(Integer.class).single();
            reserved.countDown();
            Patience.until(
                    "the second one waits",
                    () -> jdbc.sql("select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))")
                                    .param(pid)
                                    .query(Integer.class)
                                    .single()
                            > 0);
            return pid;
        }));
        try {
            reserved.await();
            return within(() -> {
                app.sql(before).query(String.class).list();
                return ledger.reserve(person(Cuid.next(), instance, 0, amount), NOW);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            first.join();
        }
    }

    @Test
    void concurrentCallersTakeEveryCentAndNotOneMore() {
        String instance = world.instance();
        CapacityPool pool =
                within(() -> pools.open(PoolOwner.instance(instance), PoolTerms.budget(Money.of("1000", "USD"))));
        List<BigDecimal> taken = Together.at(16, caller -> {
            Random random = new Random(caller);
            BigDecimal sum = BigDecimal.ZERO;
            for (int attempt = 0; attempt < 12; attempt++) {
                BigDecimal amount = new BigDecimal(1 + random.nextInt(1_500)).movePointLeft(2);
                Participant who = person(Cuid.next(), instance, 0, amount);
                if (within(() -> ledger.reserve(who, NOW)).isEmpty()) {
                    sum = sum.add(amount);
                }
            }
            return sum;
        });
        CapacityPool after = within(() -> pools.pool(pool.id()));
        assertThat(after.reserved())
                .isEqualByComparingTo(taken.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isLessThanOrEqualTo(after.limit());
        assertThat(CapacityConsistencyQuery.of(
                        jdbc.template(), world.workspace().workspaceId()))
                .containsEntry("capacityOversold", 0L)
                .containsEntry("capacityLedgerDisagrees", 0L);
    }
}
