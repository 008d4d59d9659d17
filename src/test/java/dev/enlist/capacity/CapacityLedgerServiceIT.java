package dev.enlist.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.capacity.CapacityLedgerService.Lacking;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Concurrent consumption: no unit is oversold or lost, and several pools change together or not at all. */
@EnlistIT
@RecordApplicationEvents
class CapacityLedgerServiceIT {

    /** Far ahead, so that the expiry job finds nothing. */
    private static final Instant NOW = Instant.parse("2126-03-01T12:00:00Z");

    private static final int CALLERS = 32;

    @Autowired
    Worlds worlds;

    @Autowired
    CapacityPoolService pools;

    @Autowired
    CapacityLedgerService units;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    ApplicationEvents published;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    private <T> T within(Supplier<T> work) {
        return WorkspaceScope.in(
                world.workspace(),
                () -> Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> work.get())));
    }

    private CapacityPool open(PoolOwner owner, PoolTerms terms) {
        return within(() -> pools.open(owner, terms));
    }

    private CapacityPool pool(CapacityPool pool) {
        return within(() -> pools.pool(pool.id()));
    }

    private static Participant participant(String instance, String state, String... tags) {
        return new Participant(Cuid.next(), instance, state, List.of(tags), null);
    }

    private boolean reserved(Participant who) {
        return within(() -> units.reserve(who, NOW)).isEmpty();
    }

    private void agree() {
        for (String check : List.of("capacityLedgerDisagrees", "capacityHoldsDisagree", "capacityOversold")) {
            assertThat(CapacityConsistencyQuery.of(
                            jdbc.template(), world.workspace().workspaceId()))
                    .containsEntry(check, 0L);
        }
    }

    @Test
    void neverOneMoreThanTheLimit() {
        String instance = world.instance();
        CapacityPool pool = open(PoolOwner.instance(instance), PoolTerms.seats(100));

        List<Integer> taken = Together.at(CALLERS, caller -> {
            int got = 0;
            for (int attempt = 0; attempt < 10; attempt++) {
                got += reserved(participant(instance, "NY")) ? 1 : 0;
            }
            return got;
        });

        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
        assertThat(pool(pool).reserved()).isEqualByComparingTo("100");
        agree();
    }

    @Test
    void whoTakesTheLastUnitTellsThatThePoolIsFull() {
        String instance = world.instance();
        CapacityPool pool = open(PoolOwner.instance(instance), PoolTerms.credits(new BigDecimal("25"), BigDecimal.TEN));
        Participant first = participant(instance, "NY");
        assertThat(reserved(first)).isTrue();
        assertThat(published.stream(CapacityPoolFull.class)).isEmpty();

        assertThat(reserved(participant(instance, "NY"))).isTrue();
        assertThat(reserved(participant(instance, "NY"))).isFalse();

        CapacityPoolFull full = new CapacityPoolFull(pool.id(), PoolOwner.Kind.INSTANCE, instance, instance, NOW);
        assertThat(published.stream(CapacityPoolFull.class)).containsExactly(full);
        within(() -> {
            units.release(List.of(first.enrollmentId()), NOW);
            return first;
        });
        assertThat(reserved(participant(instance, "NY"))).isTrue();
        assertThat(published.stream(CapacityPoolFull.class)).containsExactly(full, full);
    }

    @Test
    void decimalsAreExact() {
        String instance = world.instance();
        CapacityPool pool = open(
                PoolOwner.instance(instance),
                PoolTerms.credits(new BigDecimal("1.000000"), new BigDecimal("0.1"))
                        .withOverage(new BigDecimal("20")));
        int taken = 0;
        while (taken < 50 && reserved(participant(instance, "NY"))) {
            taken++;
        }

        assertThat(taken).isEqualTo(12);
        assertThat(pool(pool).available()).isEqualByComparingTo("0");
    }

    /**
     * Two instances of a campaign, one with an own pool older and one with an own pool younger than the shared one.
     * Each thread draws from several pools, from either end of the order, and releases at random.
     */
    @Test
    void severalPoolsAreTakenTogetherWithoutDeadlock() {
        String first = world.instance();
        String second = world.instance();
        String campaign = Cuid.next();
        CapacityPool own = open(PoolOwner.instance(first), PoolTerms.seats(40));
        CapacityPool shared = open(PoolOwner.campaign(campaign), PoolTerms.seats(50));
        CapacityPool other = open(PoolOwner.instance(second), PoolTerms.bundle(own.id(), new BigDecimal("0.5")));
        CapacityPool state =
                open(PoolOwner.campaign(campaign).part(PoolOwner.Segment.By.STATE, "NY"), PoolTerms.seats(30));
        CapacityPool tag = open(PoolOwner.instance(first).part(PoolOwner.Segment.By.TAG, "vip"), PoolTerms.seats(5));
        for (String instance : List.of(first, second)) {
            within(() -> {
                pools.shareWith(shared.id(), instance);
                return instance;
            });
        }
        assertThat(within(() -> pools.ofInstance(first)).stream().map(CapacityPool::id))
                .containsExactlyInAnyOrder(own.id(), tag.id(), shared.id(), state.id());

        Together.at(CALLERS, caller -> {
            Random random = new Random(caller);
            List<Participant> held = new ArrayList<>();
            for (int step = 0; step < 30; step++) {
                int dice = random.nextInt(4);
                if (dice < 2) {
                    Participant who = participant(
                            random.nextBoolean() ? first : second,
                            random.nextBoolean() ? "NY" : "CA",
                            random.nextBoolean() ? "vip" : "none");
                    if (reserved(who)) {
                        held.add(who);
                    }
                } else if (!held.isEmpty()) {
                    Participant who = held.get(random.nextInt(held.size()));
                    if (dice == 2) {
                        within(() -> {
                            units.commit(List.of(who), NOW);
                            return who;
                        });
                    } else {
                        held.remove(who);
                        within(() -> {
                            units.release(List.of(who.enrollmentId()), NOW);
                            return who;
                        });
                    }
                }
            }
            return held.size();
        });

        agree();
        // an enrollment that holds units of one pool holds units of all pools that apply
        assertThat(jdbc.sql("select count(*) from capacity_hold where pool_id = ? and enrollment_id not in"
                                + " (select enrollment_id from capacity_hold where pool_id = ?)")
                        .params(state.id(), shared.id())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(pool(shared).used())
                .as("each person in one of the instances, once")
                .isEqualByComparingTo(pool(own).used());
        assertThat(pool(tag).used()).isLessThanOrEqualTo(new BigDecimal(5));
    }

    @Test
    void oneThatLacksLeavesTheOthersUntouched() {
        String instance = world.instance();
        CapacityPool whole = open(PoolOwner.instance(instance), PoolTerms.seats(10));
        CapacityPool state =
                open(PoolOwner.instance(instance).part(PoolOwner.Segment.By.STATE, "NY"), PoolTerms.seats(1));

        List<Boolean> got = Together.at(CALLERS, caller -> reserved(participant(instance, "NY")));

        assertThat(got.stream().filter(taken -> taken)).hasSize(1);
        assertThat(pool(whole).reserved()).isEqualByComparingTo("1");
        assertThat(pool(state).reserved()).isEqualByComparingTo("1");
        Optional<Lacking> lacking = within(() -> units.reserve(participant(instance, "NY"), NOW));
        assertThat(lacking.orElseThrow().pool().id()).isEqualTo(state.id());
        agree();
    }

    @Test
    void betweenExpiryAndApprovalNothingIsCountedTwiceOrLost() {
        world = worlds.organization();
        String instance = world.instance();
        CapacityPool pool =
                open(PoolOwner.instance(instance), PoolTerms.seats(CALLERS).withReservationHours(1));
        List<Participant> people = new ArrayList<>();
        for (int person = 0; person < CALLERS; person++) {
            people.add(participant(instance, "NY"));
            assertThat(reserved(people.get(person))).isTrue();
        }
        Instant over = NOW.plusSeconds(3600);

        Together.at(
                CALLERS,
                caller -> within(() -> {
                    if (caller % 4 == 0) {
                        return units.expire(3, over);
                    }
                    units.commit(List.of(people.get(caller)), over);
                    return true;
                }));

        BigDecimal committed = new BigDecimal(CALLERS - CALLERS / 4);
        assertThat(pool(pool).committed()).isEqualByComparingTo(committed);
        agree();
    }

    @Test
    void severalAreCommittedAtOnceEachFromItsOwnPools() {
        String instance = world.instance();
        CapacityPool whole = open(PoolOwner.instance(instance), PoolTerms.seats(9));
        CapacityPool vip = open(PoolOwner.instance(instance).part(PoolOwner.Segment.By.TAG, "vip"), PoolTerms.seats(9));
        CapacityPool texas =
                open(PoolOwner.instance(instance).part(PoolOwner.Segment.By.STATE, "TX"), PoolTerms.seats(9));
        Participant reserved = participant(instance, "NY", "early", "vip");
        assertThat(reserved(reserved)).isTrue();
        List<Participant> all = List.of(
                participant(instance, "NY"), reserved, participant(instance, "TX", "vip"), participant(instance, "TX"));

        within(() -> {
            units.commit(all, NOW);
            return all;
        });

        assertThat(pool(whole).committed()).isEqualByComparingTo("4");
        assertThat(pool(whole).reserved()).isEqualByComparingTo("0");
        assertThat(pool(vip).committed()).isEqualByComparingTo("2");
        assertThat(pool(texas).committed()).isEqualByComparingTo("2");
        agree();
    }

    @Test
    void ofSeveralNoneIsCommittedWhereOneFindsNoUnit() {
        String instance = world.instance();
        CapacityPool pool = open(PoolOwner.instance(instance), PoolTerms.seats(1));

        assertThatThrownBy(() -> within(() -> {
                    units.commit(List.of(participant(instance, "NY"), participant(instance, "NY")), NOW);
                    return instance;
                }))
                .isInstanceOf(CapacityExhausted.class);

        assertThat(pool(pool).used()).isEqualByComparingTo("0");
        agree();
    }

    @Test
    void aReservationHoldsUntilItsHourAndNotLonger() {
        world = worlds.organization();
        String instance = world.instance();
        CapacityPool pool =
                open(PoolOwner.instance(instance), PoolTerms.seats(1).withReservationHours(2));
        Participant first = participant(instance, "NY");
        assertThat(reserved(first)).isTrue();

        assertThat(within(() -> units.expire(10, NOW.plusSeconds(2 * 3600 - 1))))
                .isFalse();
        assertThat(reserved(participant(instance, "NY"))).isFalse();
        assertThat(within(() -> units.expire(10, NOW.plusSeconds(2 * 3600)))).isTrue();
        assertThat(pool(pool).reserved()).isEqualByComparingTo("0");
        assertThat(reserved(participant(instance, "NY"))).isTrue();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> within(() -> {
                    units.commit(List.of(first), NOW);
                    return first;
                })))
                .isInstanceOf(CapacityExhausted.class);
        agree();
    }
}
