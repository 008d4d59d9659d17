package dev.enlist.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks that the chain has no gaps under concurrency and crashes, and that verification reports every manipulation. */
@EnlistIT
class AuditChainIT {

    private static final int ENTRIES = 6;

    @Autowired
    Worlds worlds;

    @Autowired
    EmbeddedPostgres postgres;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    ChainWriter chainWriter;

    @Autowired
    AuditChain chain;

    @Autowired
    AuditDigest digests;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcTemplate jdbc;

    World world;
    String workspace;

    /** A connection as superuser, which triggers and row security do not restrict. */
    JdbcTemplate superuser;

    @BeforeEach
    void aTrail() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        workspace = world.workspace().workspaceId();
        superuser = owner.template();
        chainWriter.chain(world.workspace());
        for (int i = 0; i < ENTRIES; i++) {
            note("test.step", i);
        }
        chainWriter.chain(world.workspace());
    }

    private void note(String action, int number) {
        world.in(() -> {
            events.publishEvent(new AuditNote(
                    action,
                    "test",
                    "subject-" + number,
                    Map.of("n", number - 1),
                    Map.of("n", number, "text", "\"é\"")));
            return action;
        });
    }

    private VerificationResult verify(JdbcTemplate through, ChainHead expected) {
        return new ChainVerifier(through, digests).verify(workspace, expected);
    }

    @Test
    void anUntouchedChainIsIntact() {
        begin(worlds.organization());
        VerificationResult found = verify(superuser, null);

        assertThat(found.firstFault()).isNull();
        assertThat(found.intact()).isTrue();
        assertThat(found.entries()).isGreaterThanOrEqualTo(ENTRIES);
        assertThat(found.unsealed()).isZero();
        ChainHead head = ChainHead.read(found.head()).orElseThrow();
        note("test.more", 7);
        chainWriter.chain(world.workspace());
        assertThat(verify(superuser, head).intact()).isTrue();
    }

    static Stream<String> columnsOfEntries() {
        return Stream.of(
                "id = 'c' || repeat('0', 24)",
                "workspace_id = (select id from workspace w where w.id <> workspace_id order by id limit 1)",
                "at = at + interval '1 microsecond'",
                "actor_type = 'user'",
                "actor_id = actor_id || 'x'",
                "actor_name = 'Another person'",
                "ip = '203.0.113.7'",
                "user_agent = 'other'",
                "request_id = 'other'",
                "action = 'test.nothing'",
                "subject_type = 'other'",
                "subject_id = 'subject-99'",
                "changed = array_append(changed, 'more')",
                "before = '{\"n\":7}'",
                "after = (after::text || ' ')::json",
                "digest = set_byte(digest, 31, 255 - get_byte(digest, 31))",
                "keyed = not keyed",
                "transaction_id = '3'",
                "operation = 'mutation other'");
    }

    @ParameterizedTest
    @MethodSource("columnsOfEntries")
    void changingAnyColumnOfAnyEntryShows(String change) {
        for (int position : new int[] {1, 4, count()}) {
            VerificationResult found = after("update audit_entry set " + change + " where id = " + entryAt(position));
            assertThat(found.firstFault()).as(change + " at " + position).isNotNull();
            assertThat(found.firstFault().position()).isEqualTo(position);
        }
    }

    /** By the number of its transaction, of which there is an index; a round that read the whole trail would take ever longer. */
    @Test
    void aRoundReadsOnlyWhatIsNotSealed() {
        String statement = AuditChain.UNCHAINED
                .replaceFirst("workspace_id = \\?", "workspace_id = 'w'")
                .replace("?::xid8", "'1000'::xid8")
                .replace("limit ?", "limit 10");
        List<String> plan = world.in(() -> new TransactionTemplate(transactions).execute(status -> {
            jdbc.execute("set local enable_seqscan = off");
            return jdbc.queryForList("explain " + statement, String.class);
        }));

        assertThat(plan.stream().filter(line -> line.contains("Index Cond")))
                .as(String.join("\n", plan))
                .anyMatch(line -> line.contains("transaction_id"));
    }

    @Test
    void theColumnsTriedAreAllThereAre() {
        List<String> columns = superuser.queryForList(
                "select column_name from information_schema.columns where table_name = 'audit_entry'", String.class);
        assertThat(columnsOfEntries().map(change -> change.substring(0, change.indexOf(' '))))
                .containsExactlyInAnyOrderElementsOf(columns);
    }

    /** Also after an attacker has recomputed the digest. */
    @Test
    void anEntryDigestedAnewShowsInItsSeal() {
        undone(() -> {
            superuser.update("update audit_entry set action = 'test.other' where id = " + entryAt(3));
            AuditEntryRow row = superuser.queryForObject(
                    "select " + AuditEntryRow.COLUMNS + " from audit_entry e where e.id = " + entryAt(3),
                    (found, n) -> AuditEntryRow.read(found));
            superuser.update(
                    "update audit_entry set digest = ? where id = ?",
                    digests.entry(row.entry(), false),
                    row.entry().id());
            assertThat(verify(superuser, null).firstFault())
                    .isEqualTo(new VerificationResult.Fault(
                            3, "The chain hash does not match its predecessor and entry."));
        });
    }

    static Stream<Arguments> blows() {
        return Stream.of(
                Arguments.of("first entry dropped", "delete from audit_entry where id = $first"),
                Arguments.of("middle entry dropped", "delete from audit_entry where id = $3"),
                Arguments.of("last entry dropped", "delete from audit_entry where id = $last"),
                Arguments.of(
                        "first chain row dropped",
                        "delete from audit_block where workspace_id = $w"
                                + " and position - cardinality(entry_ids) = 0"),
                Arguments.of(
                        "middle chain row dropped",
                        "delete from audit_block where workspace_id = $w and position = $p4"),
                Arguments.of(
                        "last chain row dropped", "delete from audit_block where entry_ids = array[$last]::varchar[]"),
                Arguments.of(
                        "middle dropped, the rest moved up",
                        "delete from audit_block where workspace_id = $w and position = $p4;"
                                + " delete from audit_entry where id = $4;"
                                + " update audit_block set position = position - 1"
                                + " where workspace_id = $w and position > $p4;"
                                + " update audit_head set entries = entries - 1 where workspace_id = $w"),
                Arguments.of(
                        "last dropped with its chain row",
                        "delete from audit_entry where id = $last;"
                                + " delete from audit_block where entry_ids = array[$last]::varchar[]"),
                Arguments.of(
                        "two swapped in the chain",
                        "update audit_block set entry_ids = case entry_ids when array[$2]::varchar[] then array[$3]::varchar[]"
                                + " else array[$2]::varchar[] end where entry_ids in (array[$2]::varchar[], array[$3]::varchar[])"),
                Arguments.of(
                        "two swapped in the chain, with their transactions",
                        "update audit_block b set (entry_ids, transaction_id) = (select o.entry_ids, o.transaction_id"
                                + " from audit_block o where o.entry_ids in (array[$2]::varchar[], array[$3]::varchar[])"
                                + " and o.entry_ids <> b.entry_ids) where entry_ids in (array[$2]::varchar[], array[$3]::varchar[])"),
                Arguments.of(
                        "chain row said to be of another transaction",
                        "update audit_block set transaction_id = '3' where entry_ids = array[$2]::varchar[]"),
                Arguments.of(
                        "one entry chained twice",
                        "update audit_block set entry_ids = entry_ids || entry_ids, hashes = hashes || hashes,"
                                + " position = position + 1 where entry_ids = array[$last]::varchar[];"
                                + " update audit_head set entries = entries + 1 where workspace_id = $w"),
                Arguments.of(
                        "no entry in a chain row",
                        "update audit_block set entry_ids = '{}', hashes = '' where entry_ids = array[$2]::varchar[]"),
                Arguments.of(
                        "hash cut off",
                        "update audit_block set hashes = substring(hashes for 31) where entry_ids = array[$2]::varchar[]"),
                Arguments.of(
                        "one slipped in, the rest moved down",
                        "update audit_block set position = position + 1000 where workspace_id = $w and position > $p3;"
                                + " update audit_block set position = position - 999"
                                + " where workspace_id = $w and position > 1000;"
                                + " insert into audit_entry select 'cxxxxxxxxxxxxxxxxxxxxxxxx', workspace_id, at,"
                                + " actor_type, actor_id, actor_name, ip, user_agent, request_id, action, subject_type,"
                                + " subject_id, changed, before, after, digest, keyed, transaction_id"
                                + " from audit_entry where id = $3;"
                                + " insert into audit_block select workspace_id, $p4, transaction_id,"
                                + " array['cxxxxxxxxxxxxxxxxxxxxxxxx'], hashes, keyed from audit_block"
                                + " where entry_ids = array[$3]::varchar[];"
                                + " update audit_head set entries = entries + 1 where workspace_id = $w"),
                Arguments.of(
                        "one inserted among the old ones, without a chain row",
                        "insert into audit_entry select 'cxxxxxxxxxxxxxxxxxxxxxxxx', workspace_id, at,"
                                + " actor_type, actor_id, actor_name, ip, user_agent, request_id, action, subject_type,"
                                + " subject_id, changed, before, after, digest, keyed, transaction_id"
                                + " from audit_entry where id = $3"),
                Arguments.of("every entry dropped", "delete from audit_entry where workspace_id = $w"),
                Arguments.of("every chain row dropped", "delete from audit_block where workspace_id = $w"),
                Arguments.of(
                        "both dropped",
                        "delete from audit_block where workspace_id = $w;"
                                + " delete from audit_entry where workspace_id = $w"),
                Arguments.of("tables emptied", "truncate audit_entry, audit_block"),
                Arguments.of("head dropped", "delete from audit_head where workspace_id = $w"),
                Arguments.of("head moved", "update audit_head set entries = entries - 1 where workspace_id = $w"),
                Arguments.of(
                        "head with another hash",
                        "update audit_head set hash = set_byte(hash, 0, 255 - get_byte(hash, 0))"
                                + " where workspace_id = $w"),
                Arguments.of("head said to be keyed", "update audit_head set keyed_from = 5 where workspace_id = $w"),
                Arguments.of(
                        "last dropped, and the head set back without its proof",
                        "update audit_head set entries = entries - 1, hash = (select hashes from audit_block b"
                                + " where b.workspace_id = $w order by position desc offset 1 limit 1)"
                                + " where workspace_id = $w;"
                                + " delete from audit_entry where id = $last;"
                                + " delete from audit_block where entry_ids = array[$last]::varchar[]"),
                Arguments.of(
                        "chain row with another hash",
                        "update audit_block set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0))"
                                + " where entry_ids = array[$2]::varchar[]"),
                Arguments.of(
                        "chain row marked as keyed",
                        "update audit_block set keyed = true where entry_ids = array[$2]::varchar[]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blows")
    void whateverIsDoneToTheTablesShows(String what, String sql) {
        // each of these entries has a transaction and a block of its own
        int before = count() - ENTRIES;
        String statements = sql.replace("$last", entryAt(count()))
                .replace("$first", entryAt(1))
                .replace("$w", "'" + workspace + "'");
        for (int number = 1; number <= 4; number++) {
            statements = statements
                    .replace("$p" + number, String.valueOf(before + number))
                    .replace("$" + number, entryAt(before + number));
        }
        VerificationResult found = after(statements);
        assertThat(found.intact()).as(what).isFalse();
        assertThat(found.firstFault()).isNotNull();
    }

    /** Cut off with everything computed anew, which the database alone cannot know: the head kept elsewhere does. */
    @Test
    void aChainCutOffAndComputedAnewIsShorterThanTheHeadThatWasTold() {
        begin(worlds.organization());
        ChainHead earlier = ChainHead.read(verify(superuser, null).head()).orElseThrow();
        undone(() -> {
            superuser.update("delete from audit_block where workspace_id = ?", workspace);
            superuser.update("delete from audit_head where workspace_id = ?", workspace);
            superuser.update("delete from audit_entry where id = " + lastEntry());
            AuditChain anew = new AuditChain(superuser, digests);
            anew.append(workspace, 1000);

            assertThat(verify(superuser, null).intact()).isTrue();
            assertThat(verify(superuser, earlier).firstFault()).isNotNull();
        });
        String last = earlier.hash().endsWith("0") ? "1" : "0";
        ChainHead other = new ChainHead(earlier.position(), earlier.hash().substring(0, 63) + last);
        assertThat(verify(superuser, other).firstFault()).isNotNull();
        assertThat(world.api()
                        .get("/audit/verify?head=" + earlier)
                        .ok()
                        .path("intact")
                        .asBoolean())
                .isTrue();
        assertThat(world.api()
                        .get("/audit/verify?head=" + other)
                        .ok()
                        .path("intact")
                        .asBoolean())
                .isFalse();
        assertThat(world.api().get("/audit/verify?head=nonsense").faults()).containsExactly("/head");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set action = 'x'",
                "delete from audit_entry",
                "truncate audit_entry cascade",
                "update audit_block set position = position + 1",
                "delete from audit_block",
                "truncate audit_block",
                "truncate audit_seal",
                "update audit_head set entries = entries - 1",
                "update audit_head set entries = entries + 1",
                "update audit_head set hash = set_byte(hash, 0, 255 - get_byte(hash, 0))",
                "update audit_head set proof = '\\x00'",
                "update audit_head set sealed_below = '9223372036854775807'",
                // chained already, at the end and with a hash that is right
                "insert into audit_block select b.workspace_id, b.position + 1, b.transaction_id, b.entry_ids,"
                        + " sha256(convert_to(format('[\"seal-1\",\"%s\",%s,\"%s\",\"%s\",\"%s\"]',"
                        + " encode(h.hash, 'hex'), b.position + 1, e.id, encode(e.digest, 'hex'), e.transaction_id),"
                        + " 'UTF8')), false from audit_head h"
                        + " join audit_block b on b.workspace_id = h.workspace_id and b.position = h.entries"
                        + " join audit_entry e on e.workspace_id = h.workspace_id and b.entry_ids = array[e.id]",
                "insert into audit_block select b.workspace_id, b.position + 1, b.transaction_id, '{}', '', false"
                        + " from audit_block b join audit_head h on h.workspace_id = b.workspace_id"
                        + " and h.entries = b.position",
                "insert into audit_block select h.workspace_id, h.entries + 1, e.transaction_id, array[e.id], h.hash,"
                        + " false from audit_head h join lateral (select * from audit_entry e"
                        + " where e.workspace_id = h.workspace_id limit 1) e on true",
                "insert into audit_seal (workspace_id, position, entry_id, hash, keyed) select workspace_id, entries + 1,"
                        + " (select id from audit_entry e where e.workspace_id = h.workspace_id limit 1), hash, false"
                        + " from audit_head h",
                "delete from audit_head",
                "truncate audit_head"
            })
    void theDatabaseRefusesEvenItsOwner(String statement) {
        assertThatThrownBy(() -> superuser.execute(statement)).hasMessageContaining("append-only");
    }

    /** The entries of one transaction are one row, and each of them is protected as if it were alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_block set entry_ids = array[entry_ids[2], entry_ids[1], entry_ids[3]] where position = $p",
                "update audit_block set entry_ids = entry_ids[1:2], hashes = substring(hashes for 64) where position = $p",
                "update audit_block set entry_ids = entry_ids[2:3], hashes = substring(hashes from 33) where position = $p",
                "update audit_block set entry_ids = array[entry_ids[1], entry_ids[1], entry_ids[3]] where position = $p",
                "update audit_block set hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) where position = $p",
                "update audit_entry set subject_id = 'other' where id in"
                        + " (select entry_ids[2] from audit_block where position = $p and workspace_id = $w)",
                "delete from audit_entry where id in"
                        + " (select entry_ids[2] from audit_block where position = $p and workspace_id = $w)"
            })
    void entriesOfOneTransactionAreOneRow(String change) {
        int before = count();
        world.in(() -> new TransactionTemplate(transactions).execute(status -> {
            for (int i = 0; i < 3; i++) {
                note("test.together", i);
            }
            return status;
        }));
        chainWriter.chain(world.workspace());

        assertThat(superuser.queryForList(
                        "select cardinality(entry_ids) from audit_block where workspace_id = ? and position > ?",
                        Integer.class,
                        workspace,
                        before))
                .containsExactly(3);
        assertThat(verify(superuser, null).intact()).isTrue();
        assertThat(
                        world
                                .api()
                                .get("/audit?action=test.together&perPage=100")
                                .ok()
                                .path("data")
                                .findValues("position")
                                .stream()
                                .map(position -> position.asInt() - before)
                                .filter(place -> place > 0))
                .containsExactlyInAnyOrder(1, 2, 3);
        String workspaces = change.replace("$w", "'" + workspace + "'").replace("$p", String.valueOf(before + 3));
        VerificationResult found = after(
                workspaces.startsWith("update audit_block")
                        ? workspaces + " and workspace_id = '" + workspace + "'"
                        : workspaces);
        assertThat(found.intact()).isFalse();
        assertThat(found.firstFault().position()).isGreaterThan(before);
    }

    /** Rows of earlier releases, one for each entry, stay as they are; blocks follow them. */
    @Test
    void theChainOfAnEarlierReleaseGoesOn() {
        begin(worlds.organization());
        ChainHead head = ChainHead.read(verify(superuser, null).head()).orElseThrow();
        undone(() -> {
            add(digests, false, 8);
            superuser.update("""
                    insert into audit_seal (workspace_id, position, entry_id, hash, keyed)
                    select workspace_id, position - cardinality(entry_ids) + i.place, i.entry_id,
                           substring(hashes from (32 * i.place - 31)::int for 32), keyed
                    from audit_block cross join lateral unnest(entry_ids) with ordinality i (entry_id, place)
                    where workspace_id = ?
                    """, workspace);
            superuser.update("delete from audit_block where workspace_id = ?", workspace);
            assertThat(verify(superuser, head).intact()).isTrue();

            superuser.execute("set local session_replication_role = origin");
            superuser.execute("alter table audit_block enable trigger user");
            new AuditChain(superuser, digests).append(workspace, 1000);

            VerificationResult found = verify(superuser, head);
            assertThat(found.firstFault()).isNull();
            assertThat(found.entries()).isEqualTo(head.position() + 1);
            assertThat(found.unsealed()).isZero();
            superuser.update(
                    "update audit_seal set entry_id = 'c' || repeat('0', 24) where workspace_id = ?"
                            + " and position = 2",
                    workspace);
            assertThat(verify(superuser, null).firstFault().position()).isEqualTo(2);
        });
    }

    @Test
    void theApplicationMayOnlyAdd() {
        for (String table : List.of("audit_entry", "audit_seal", "audit_block")) {
            assertThat(superuser.queryForList(
                            "select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p"
                                    + " where has_table_privilege('enlist_app', '" + table + "', p)",
                            String.class))
                    .as(table)
                    .containsExactlyInAnyOrder("SELECT", "INSERT");
        }
    }

    @Test
    void manyWritersLeaveOneChainWithoutGaps() {
        begin(worlds.organization());
        int writers = 8;
        int changes = 200;
        int before = count();
        AtomicBoolean writing = new AtomicBoolean(true);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        Together.at(writers + 2, number -> {
            if (number >= writers) {
                // two chain writers get in each other's way, and in that of the scheduled one
                while (writing.get()) {
                    chainWriter.chain(world.workspace());
                }
                return number;
            }
            try {
                for (int i = 0; i < changes; i++) {
                    int n = i;
                    world.in(() -> transaction.execute(status -> {
                        events.publishEvent(
                                new AuditNote("test.write", "writer", "w" + number, Map.of(), Map.of("n", n)));
                        if (n % 10 == 9) {
                            status.setRollbackOnly();
                        }
                        return n;
                    }));
                }
            } finally {
                if (number == 0) {
                    writing.set(false);
                }
            }
            return number;
        });
        chainWriter.chain(world.workspace());

        VerificationResult found = verify(superuser, null);
        assertThat(found.firstFault()).isNull();
        int stored = writers * changes * 9 / 10;
        assertThat(found.entries()).isEqualTo(before + stored);
        assertThat(found.unsealed()).isZero();
        assertThat(superuser.queryForList(
                        "select position - cardinality(entry_ids) + i.place from audit_block"
                                + " cross join lateral unnest(entry_ids) with ordinality i (id, place)"
                                + " where workspace_id = ? order by 1",
                        Long.class,
                        workspace))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, before + stored)
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    @Test
    void aRoundThatCrashesIsDoneAgain() {
        begin(worlds.organization());
        int before = count();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        world.in(() -> transaction.execute(status -> {
            note("test.crash", 1);
            note("test.crash", 2);
            return status;
        }));
        world.in(() -> transaction.execute(status -> {
            chain.append(workspace, 1);
            status.setRollbackOnly();
            return status;
        }));

        chainWriter.chain(world.workspace());

        assertThat(count()).isEqualTo(before + 2);
        assertThat(verify(superuser, null).firstFault()).isNull();
    }

    /** A round that leaves entries for the next one must not begin it behind a transaction that still runs. */
    @Test
    void aTransactionThatRunsForLongIsSealedAlsoWhenManyEntriesWaited() {
        begin(worlds.organization());
        int before = count();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        world.in(() -> transaction.execute(status -> {
            jdbc.queryForObject("select pg_current_xact_id()::text", String.class);
            note("test.slow", 1);
            Together.at(
                    1,
                    number -> world.in(() -> new TransactionTemplate(transactions).execute(round -> {
                        // the scheduled writer waits for the head
                        chain.append(workspace, 1);
                        Together.at(1, other -> {
                            for (int n = 2; n < 6; n++) {
                                note("test.fast", n);
                            }
                            return other;
                        });
                        assertThat(chain.append(workspace, 2).more()).isTrue();
                        return number;
                    })));
            return status;
        }));
        chainWriter.chain(world.workspace());

        assertThat(count()).isEqualTo(before + 5);
        assertThat(verify(superuser, null).unsealed()).isZero();
        assertThat(verify(superuser, null).firstFault()).isNull();
    }

    @Test
    void aTransactionThatRunsForLongHoldsNobodyUpAndIsSealedWhenItEnds() {
        begin(worlds.organization());
        int before = count();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        world.in(() -> transaction.execute(status -> {
            // has its number before the others have theirs
            jdbc.queryForObject("select pg_current_xact_id()::text", String.class);
            note("test.slow", 1);
            Together.at(1, number -> {
                note("test.fast", 2);
                chainWriter.chain(world.workspace());
                assertThat(count()).isEqualTo(before + 1);
                return number;
            });
            return status;
        }));
        chainWriter.chain(world.workspace());

        assertThat(count()).isEqualTo(before + 2);
        assertThat(verify(superuser, null).unsealed()).isZero();
        assertThat(verify(superuser, null).firstFault()).isNull();
    }

    /** With a key, write access to the database is not enough to change, add or remove entries. */
    @Test
    void underAKeyNothingCanBeComputedAnewWithoutIt() {
        begin(worlds.organization());
        AuditDigest keyed = new AuditDigest("a key of 32 characters or more ...".getBytes(StandardCharsets.UTF_8));
        undone(() -> {
            int unkeyed = count();
            for (int i = 0; i < 3; i++) {
                add(keyed, true, i);
            }
            new AuditChain(superuser, keyed).append(workspace, 1000);
            VerificationResult found = new ChainVerifier(superuser, keyed).verify(workspace, null);
            assertThat(found.firstFault()).isNull();
            assertThat(found.entries()).isEqualTo(unkeyed + 3);
            assertThat(found.keyedFrom()).isEqualTo(unkeyed + 1L);
            // without the key the trail is neither verified nor chained
            assertThat(verify(superuser, null).intact()).isFalse();
            assertThatThrownBy(() -> new AuditChain(superuser, digests).append(workspace, 1000))
                    .hasMessageContaining("ENLIST_AUDIT_KEY");

            add(digests, false, 7);
            assertThat(new ChainVerifier(superuser, keyed)
                            .verify(workspace, null)
                            .firstFault())
                    .as("added by hand, before it is chained")
                    .isNotNull();
            new AuditChain(superuser, keyed).append(workspace, 1000);
            assertThat(new ChainVerifier(superuser, keyed)
                            .verify(workspace, null)
                            .firstFault()
                            .position())
                    .as("added by hand")
                    .isEqualTo(unkeyed + 4L);
        });
        undone(() -> {
            for (int i = 0; i < 3; i++) {
                add(keyed, true, i);
            }
            new AuditChain(superuser, keyed).append(workspace, 1000);
            int all = count();
            superuser.update("delete from audit_entry where id = " + entryAt(all));
            superuser.update(
                    "update audit_block set position = position - 1, entry_ids = trim_array(entry_ids, 1),"
                            + " hashes = substring(hashes for length(hashes) - 32) where workspace_id = ? and position = ?",
                    workspace,
                    all);
            superuser.update(
                    "update audit_head set entries = entries - 1, hash = (select substring(hashes from"
                            + " length(hashes) - 31) from audit_block where workspace_id = ? and position = ?)"
                            + " where workspace_id = ?",
                    workspace,
                    all - 1,
                    workspace);
            assertThat(new ChainVerifier(superuser, keyed)
                            .verify(workspace, null)
                            .firstFault()
                            .what())
                    .contains("head");
        });
    }

    /** As if by a transaction that is over, and was not when the chain writer last looked. */
    private void add(AuditDigest with, boolean key, int number) {
        superuser.update("update audit_head set sealed_below = '0' where workspace_id = ?", workspace);
        AuditEntryRow row = superuser.queryForObject(
                "select " + AuditEntryRow.COLUMNS + " from audit_entry e where e.id = " + entryAt(1),
                (found, n) -> AuditEntryRow.read(found));
        DigestedEntry like = row.entry();
        DigestedEntry entry = new DigestedEntry(
                Cuid.next(),
                workspace,
                like.at(),
                like.actor(),
                like.ip(),
                like.userAgent(),
                like.requestId(),
                "test.added",
                like.subjectType(),
                "subject-" + number,
                like.changed(),
                like.before(),
                like.after(),
                null);
        superuser.update(
                "insert into audit_entry (id, workspace_id, at, actor_type, actor_id, actor_name, ip, user_agent,"
                        + " request_id, action, subject_type, subject_id, changed, before, after, digest, keyed,"
                        + " transaction_id)"
                        + " select ?, workspace_id, at, actor_type, actor_id, actor_name, ip, user_agent, request_id, ?,"
                        + " subject_type, ?, changed, before, after, ?, ?, '3' from audit_entry where id = "
                        + entryAt(1),
                entry.id(),
                entry.action(),
                entry.subjectId(),
                with.entry(entry, key),
                key);
    }

    private void undone(Runnable work) {
        new TransactionTemplate(new JdbcTransactionManager(superuser.getDataSource())).executeWithoutResult(status -> {
            superuser.execute("alter table audit_entry disable trigger user");
            superuser.execute("alter table audit_seal disable trigger user");
            superuser.execute("alter table audit_block disable trigger user");
            superuser.execute("set local session_replication_role = replica");
            status.setRollbackOnly();
            work.run();
        });
    }

    @Test
    void theCommandVerifiesEveryWorkspaceAndSaysSoByItsExitCode() {
        begin(worlds.organization());
        String[] database = {
            VerifyAuditCommand.COMMAND,
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=" + owner.password()
        };
        String head = verify(superuser, null).head();

        assertThat(VerifyAuditCommand.run(with(database, "--head=" + workspace + ":" + head)))
                .isZero();
        assertThat(VerifyAuditCommand.run(with(database, "--head=" + workspace + ":1:" + "0".repeat(64))))
                .isEqualTo(1);
        assertThat(VerifyAuditCommand.run(with(database, "--head=c" + "0".repeat(24) + ":" + head)))
                .isEqualTo(1);
        assertThat(VerifyAuditCommand.run(with(database, "--head=nonsense"))).isEqualTo(1);
    }

    private static String[] with(String[] arguments, String more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    /** What is found after something was done to the tables; then it is undone. */
    private VerificationResult after(String statements) {
        VerificationResult[] found = new VerificationResult[1];
        undone(() -> {
            superuser.execute(statements);
            found[0] = verify(superuser, null);
        });
        return found[0];
    }

    private int count() {
        return superuser.queryForObject(
                "select coalesce(sum(cardinality(entry_ids)), 0) from audit_block where workspace_id = ?",
                Integer.class,
                workspace);
    }

    private String entryAt(long position) {
        return "'"
                + superuser.queryForObject(
                        "select entry_ids[cardinality(entry_ids) - (position - ?)] from audit_block"
                                + " where workspace_id = ? and position >= ?"
                                + " and position - cardinality(entry_ids) < ?",
                        String.class,
                        position,
                        workspace,
                        position,
                        position)
                + "'";
    }

    private String lastEntry() {
        return "(select id from audit_entry where workspace_id = '" + workspace
                + "' order by transaction_id desc, id desc" + " limit 1)";
    }
}
