package dev.enlist.customer;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.KeptPlan;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Computes the keys and pairs of the next customers whose facts changed. The number of statements is the same for one
 * customer and for {@value #MOST}, and a key with too many members costs no more than {@link
 * DuplicatePolicy#MOST_MEMBERS} rows.
 */
@Component
class DuplicateChunkProcessor {

    /** Customers of one chunk; the last row of the queue may add less than 100 more. */
    static final int MOST = 200;

    /** Applications of one customer whose facts count, the newest first. */
    private static final int MOST_APPLICATIONS = 20;

    private static final String NEXT = """
            with waiting as (
                select place, sum(amount) over (order by id) - amount as before
                from (select ctid as place, id, cardinality(customer_ids) as amount from duplicate_check_batch
                      where workspace_id = ? order by id limit ?) first_rows),
            taken as (
                delete from duplicate_check_batch where ctid = any (array(
                    select b.ctid from duplicate_check_batch b
                    where b.ctid = any (array(select place from waiting where before < ?)) and b.workspace_id = ?
                    for update skip locked))
                returning customer_ids)
            select unnest(customer_ids) from taken
            """;

    /** Locked against deletion, so that keys and pairs can refer to them. */
    private static final String CUSTOMERS = """
            select id, first_name_key, last_name_key, email_key, phone, street_one, street_two, city, state,
                   postal_code, country
            from customer where workspace_id = ? and id = any (?) order by id for key share
            """;

    private static final String CANDIDATES = """
            select id, first_name_key, last_name_key, email_key from customer
            where workspace_id = ? and id = any (?) order by id for key share
            """;

    private static final String KEYS =
            "select customer_id, kind, digest from duplicate_key where workspace_id = ? and customer_id = any (?)";

    private static final String ADD_KEYS = """
            insert into duplicate_key (workspace_id, kind, digest, customer_id)
            select ?, kind, digest, customer from unnest(?::text[], ?::text[], ?::text[]) as k (kind, digest, customer)
            on conflict do nothing
            """;

    private static final String REMOVE_KEYS = """
            delete from duplicate_key d using unnest(?::text[], ?::text[], ?::text[]) as k (kind, digest, customer)
            where d.workspace_id = ? and d.kind = k.kind and d.digest = k.digest and d.customer_id = k.customer
            """;

    private static final String MEMBERS = """
            select k.kind, k.digest, m.customer_id
            from unnest(?::text[], ?::text[], ?::int[]) as k (kind, digest, most)
            cross join lateral (
                select d.customer_id from duplicate_key d
                where d.workspace_id = ? and d.kind = k.kind and d.digest = k.digest limit k.most) m
            """;

    private static final String STORE = """
            insert into duplicate_pair (id, workspace_id, first_id, second_id, score, reasons, created_at, updated_at,
                                        version)
            select id, ?, first_id, second_id, score, string_to_array(reasons, ','), ?, ?, 0
            from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::text[])
                as p (id, first_id, second_id, score, reasons)
            order by first_id, second_id
            on conflict (first_id, second_id) do update
            set score = excluded.score, reasons = excluded.reasons, updated_at = excluded.updated_at,
                version = duplicate_pair.version + 1
            where (duplicate_pair.score, duplicate_pair.reasons) is distinct from (excluded.score, excluded.reasons)
            """;

    private static final String STORED = """
            select id, first_id, second_id from duplicate_pair
            where workspace_id = ? and first_id = any (?) and dismissed_at is null
            union
            select id, first_id, second_id from duplicate_pair
            where workspace_id = ? and second_id = any (?) and dismissed_at is null
            """;

    private final JdbcTemplate jdbc;
    private final ApplicantFactSource applications;
    private final CustomerMergeLock merges;
    private final Clock clock;

    /** Two customers, the smaller id first. */
    private record Pair(String first, String second) {

        static Pair of(String one, String other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    private record Facts(DuplicateCandidate candidate, Set<DuplicateKey> keys) {}

    /** Keys with a changed number of members, and by how many members it changed. */
    private record KeyChanges(Map<DuplicateKey, Integer> differences) {}

    DuplicateChunkProcessor(
            JdbcTemplate jdbc, ApplicantFactSource applications, CustomerMergeLock merges, Clock clock) {
        this.jdbc = jdbc;
        this.applications = applications;
        this.merges = merges;
        this.clock = clock;
    }

    /**
     * Processes the next customers, within the transaction that runs.
     *
     * @return how many customers it has taken from the queue; 0 if it is empty or locked, or while customers are merged
     */
    int processNext() {
        if (!merges.tryLock()) {
            return 0;
        }
        String workspace = WorkspaceScope.current().workspaceId();
        List<String> taken = jdbc.queryForList(NEXT, String.class, workspace, MOST, MOST, workspace);
        if (taken.isEmpty()) {
            return 0;
        }
        Map<String, Facts> changed = facts(workspace, new TreeSet<>(taken));
        KeyChanges changes = storeKeys(workspace, changed);
        Map<DuplicateKey, Set<String>> members = members(workspace, changed.values(), changes);
        Map<Pair, Set<DuplicateKey.Kind>> sharing = sharing(changed, members);
        storePairs(workspace, changed, sharing);
        checkAgain(workspace, changed.keySet(), members, changes);
        return taken.size();
    }

    boolean isAnyLeft() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from duplicate_check_batch where workspace_id = ?)",
                Boolean.class,
                WorkspaceScope.current().workspaceId()));
    }

    private Map<String, Facts> facts(String workspace, Collection<String> ids) {
        Map<String, Facts> facts = new TreeMap<>();
        jdbc.query(
                CUSTOMERS,
                row -> {
                    DuplicateCandidate candidate = new DuplicateCandidate(
                            row.getString("id"),
                            row.getString("first_name_key"),
                            row.getString("last_name_key"),
                            row.getString("email_key"));
                    Address address = new Address(
                            row.getString("street_one"),
                            row.getString("street_two"),
                            row.getString("city"),
                            row.getString("state"),
                            row.getString("postal_code"),
                            row.getString("country"));
                    facts.put(
                            candidate.id(),
                            new Facts(
                                    candidate,
                                    new HashSet<>(DuplicateKeyFactory.all(
                                            DuplicateKeyFactory.mailbox(candidate.emailKey()),
                                            DuplicateKeyFactory.phone(row.getString("phone")),
                                            DuplicateKeyFactory.address(address),
                                            nameAndPlace(candidate, address)))));
                },
                workspace,
                ids.toArray(String[]::new));
        for (ApplicantFact fact : applications.factsOf(facts.keySet(), MOST_APPLICATIONS)) {
            Facts known = Objects.requireNonNull(facts.get(fact.customerId()));
            known.keys()
                    .addAll(DuplicateKeyFactory.all(
                            DuplicateKeyFactory.phone(fact.phone()),
                            DuplicateKeyFactory.address(fact.address()),
                            DuplicateKeyFactory.serialNumber(fact.serialNumber()),
                            nameAndPlace(known.candidate(), fact.address())));
        }
        return facts;
    }

    private static java.util.Optional<DuplicateKey> nameAndPlace(
            DuplicateCandidate candidate, @org.jspecify.annotations.Nullable Address address) {
        return DuplicateKeyFactory.nameAndPlace(candidate.firstNameKey(), candidate.lastNameKey(), address);
    }

    /** Adds and removes only what differs from the stored keys. */
    private KeyChanges storeKeys(String workspace, Map<String, Facts> changed) {
        Map<String, Set<DuplicateKey>> stored = new HashMap<>();
        jdbc.query(
                KEYS,
                row -> {
                    stored.computeIfAbsent(row.getString(1), customer -> new HashSet<>())
                            .add(new DuplicateKey(DuplicateKey.Kind.ofWire(row.getString(2)), row.getString(3)));
                },
                workspace,
                KeptPlan.array(changed.keySet()));
        Rows added = new Rows();
        Rows removed = new Rows();
        Map<DuplicateKey, Integer> differences = new HashMap<>();
        changed.forEach((customer, facts) -> {
            Set<DuplicateKey> before = stored.getOrDefault(customer, Set.of());
            for (DuplicateKey key : facts.keys()) {
                if (!before.contains(key)) {
                    added.add(key, customer);
                    differences.merge(key, 1, Integer::sum);
                }
            }
            for (DuplicateKey key : before) {
                if (!facts.keys().contains(key)) {
                    removed.add(key, customer);
                    differences.merge(key, -1, Integer::sum);
                }
            }
        });
        if (!added.isEmpty()) {
            jdbc.update(ADD_KEYS, workspace, added.kinds(), added.digests(), added.customers());
        }
        if (!removed.isEmpty()) {
            jdbc.update(REMOVE_KEYS, removed.kinds(), removed.digests(), removed.customers(), workspace);
        }
        return new KeyChanges(differences);
    }

    /**
     * The customers with each key. Of a key with too many, as many as tell whether it had too many before: one more than
     * {@link DuplicatePolicy#MOST_MEMBERS}, and those that this chunk has added.
     */
    private Map<DuplicateKey, Set<String>> members(String workspace, Collection<Facts> changed, KeyChanges changes) {
        Set<DuplicateKey> keys = new HashSet<>(changes.differences().keySet());
        changed.forEach(facts -> keys.addAll(facts.keys()));
        Rows wanted = new Rows();
        List<Integer> most = new ArrayList<>();
        keys.forEach(key -> {
            wanted.add(key, "");
            most.add(DuplicatePolicy.MOST_MEMBERS
                    + Math.max(0, changes.differences().getOrDefault(key, 0))
                    + 1);
        });
        Map<DuplicateKey, Set<String>> members = new HashMap<>();
        if (!wanted.isEmpty()) {
            jdbc.query(
                    MEMBERS,
                    row -> {
                        DuplicateKey key =
                                new DuplicateKey(DuplicateKey.Kind.ofWire(row.getString(1)), row.getString(2));
                        members.computeIfAbsent(key, k -> new TreeSet<>()).add(row.getString(3));
                    },
                    wanted.kinds(),
                    wanted.digests(),
                    most.toArray(Integer[]::new),
                    workspace);
        }
        return members;
    }

    /** The kinds of keys that each changed customer shares with another one. */
    private static Map<Pair, Set<DuplicateKey.Kind>> sharing(
            Map<String, Facts> changed, Map<DuplicateKey, Set<String>> members) {
        Map<Pair, Set<DuplicateKey.Kind>> sharing = new LinkedHashMap<>();
        changed.forEach((customer, facts) -> {
            for (DuplicateKey key : facts.keys()) {
                Set<String> others = members.getOrDefault(key, Set.of());
                if (others.size() <= DuplicatePolicy.MOST_MEMBERS) {
                    others.stream()
                            .filter(other -> !other.equals(customer))
                            .forEach(other -> sharing.computeIfAbsent(
                                            Pair.of(customer, other), pair -> EnumSet.noneOf(DuplicateKey.Kind.class))
                                    .add(key.kind()));
                }
            }
        });
        return sharing;
    }

    private void storePairs(String workspace, Map<String, Facts> changed, Map<Pair, Set<DuplicateKey.Kind>> sharing) {
        Map<String, DuplicateCandidate> people = new HashMap<>();
        changed.forEach((id, facts) -> people.put(id, facts.candidate()));
        Set<String> others = new TreeSet<>();
        sharing.keySet().forEach(pair -> {
            others.add(pair.first());
            others.add(pair.second());
        });
        others.removeAll(people.keySet());
        if (!others.isEmpty()) {
            jdbc.query(
                    CANDIDATES,
                    row -> {
                        people.put(
                                row.getString(1),
                                new DuplicateCandidate(
                                        row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
                    },
                    workspace,
                    others.toArray(String[]::new));
        }
        Set<Pair> found = new HashSet<>();
        List<String> ids = new ArrayList<>();
        List<String> firsts = new ArrayList<>();
        List<String> seconds = new ArrayList<>();
        List<Integer> scores = new ArrayList<>();
        List<String> reasonLists = new ArrayList<>();
        sharing.forEach((pair, kinds) -> {
            DuplicateCandidate one = people.get(pair.first());
            DuplicateCandidate other = people.get(pair.second());
            if (one == null || other == null) {
                // deleted since its keys were read
                return;
            }
            Set<DuplicateReason> reasons = DuplicatePolicy.reasons(one, other, kinds);
            int score = DuplicatePolicy.score(reasons);
            if (score >= DuplicatePolicy.LISTED_FROM) {
                found.add(pair);
                ids.add(Cuid.next());
                firsts.add(pair.first());
                seconds.add(pair.second());
                scores.add(score);
                reasonLists.add(String.join(
                        ",", reasons.stream().map(DuplicateReason::wire).toList()));
            }
        });
        removeOthers(workspace, changed.keySet(), found);
        if (!ids.isEmpty()) {
            Timestamp now = Timestamp.from(Instant.now(clock));
            jdbc.update(
                    STORE,
                    workspace,
                    now,
                    now,
                    ids.toArray(String[]::new),
                    firsts.toArray(String[]::new),
                    seconds.toArray(String[]::new),
                    scores.toArray(Integer[]::new),
                    reasonLists.toArray(String[]::new));
        }
    }

    /** Deletes the pairs of changed customers that share nothing any more. Dismissed pairs are remembered. */
    private void removeOthers(String workspace, Set<String> changed, Set<Pair> found) {
        String[] customers = changed.toArray(String[]::new);
        List<String> gone = new ArrayList<>();
        jdbc.query(
                STORED,
                row -> {
                    if (!found.contains(new Pair(row.getString(2), row.getString(3)))) {
                        gone.add(row.getString(1));
                    }
                },
                workspace,
                customers,
                workspace,
                customers);
        if (!gone.isEmpty()) {
            jdbc.update(
                    "delete from duplicate_pair where workspace_id = ? and id = any (?) and dismissed_at is null",
                    workspace,
                    gone.toArray(String[]::new));
        }
    }

    /** Checks the other members of a key again that has just got too many members, or just enough. */
    private void checkAgain(
            String workspace, Set<String> checked, Map<DuplicateKey, Set<String>> members, KeyChanges changes) {
        Set<String> again = new TreeSet<>();
        changes.differences().forEach((key, difference) -> {
            Set<String> now = members.getOrDefault(key, Set.of());
            int before = now.size() - difference;
            boolean crossed = (before > DuplicatePolicy.MOST_MEMBERS) != (now.size() > DuplicatePolicy.MOST_MEMBERS);
            if (crossed) {
                again.addAll(now);
            }
        });
        again.removeAll(checked);
        if (!again.isEmpty()) {
            jdbc.queryForList("select check_duplicates_of(?::varchar[], ?)", again.toArray(String[]::new), workspace);
        }
    }

    /** Columns for {@code unnest}. */
    private static final class Rows {

        private final List<String> kinds = new ArrayList<>();
        private final List<String> digests = new ArrayList<>();
        private final List<String> customers = new ArrayList<>();

        void add(DuplicateKey key, String customer) {
            kinds.add(key.kind().wire());
            digests.add(key.digest());
            customers.add(customer);
        }

        boolean isEmpty() {
            return kinds.isEmpty();
        }

        String[] kinds() {
            return kinds.toArray(String[]::new);
        }

        String[] digests() {
            return digests.toArray(String[]::new);
        }

        String[] customers() {
            return customers.toArray(String[]::new);
        }
    }
}
