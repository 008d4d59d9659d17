package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * People are approved and paid on two nodes at once, every request is repeated, and one node is killed meanwhile: each
 * amount is paid once, and the ledger, the pools and the payouts agree to the cent.
 */
@EnlistIT
@Tag("resilience")
class PayoutCrashIT {

    private static final int PEOPLE = Integer.getInteger("payouts.people", 60);
    private static final int CLIENTS = 6;
    private static final String AMOUNT = "333.33";

    /** Enough for two thirds of the people. */
    private static final BigDecimal BUDGET = new BigDecimal(AMOUNT).multiply(BigDecimal.valueOf(PEOPLE * 2L / 3));

    private static final String SECOND_KEY = "the-key-of-a-second-person-for-tests-0001";

    @Autowired
    Databases databases;

    private TestDatabase database;
    private Node one;
    private Node two;
    private String instance;

    @Test
    void eachAmountIsPaidOnce() {
        database = databases.migrated("payouts");
        Map<String, String> environment = new TreeMap<>(database.settings());
        environment.put("ENLIST_LIMITS_ENABLED", "false");
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        one = Node.start(directory, "one", environment).untilReady();
        two = Node.start(directory, "two", environment);
        try {
            two.untilReady();
            secondPerson();
            World world = new World(new WorkspaceRef("", ""), two.api());
            instance = world.instance(world.program(), i -> {
                i.withObject("/config/incentive")
                        .put("amount", new BigDecimal(AMOUNT))
                        .put("currency", "USD");
                i.withObject("/capacity")
                        .put("pricingModel", "budget")
                        .withObject("/budget")
                        .put("amount", BUDGET)
                        .put("currency", "USD");
            });
            ConcurrentLinkedQueue<String> people = new ConcurrentLinkedQueue<>();
            for (int person = 0; person < PEOPLE; person++) {
                people.add(world.eligibleEnrollment(instance));
            }
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
                Await.until("the middle", () -> paid() >= PEOPLE / 5);
                one.kill();
            });
            CompletableFuture<Void> payer = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    pay();
                }
            });
            Together.at(CLIENTS, client -> {
                for (String id = people.poll(); id != null; id = people.poll()) {
                    everywhere("/enrollments/" + id + "/submit", "{}", null);
                    everywhere("/enrollments/" + id + "/approve", "{}", null);
                }
                return client;
            });
            killed.join();
            over.set(true);
            payer.join();
            finish();
            theMoneyAgrees(world);
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.values());
            PlantedFault.failsBy(
                    database.dataSource(),
                    "update payout set amount = amount + 0.01 where id = (select id from payout limit 1)",
                    () -> theMoneyAgrees(world),
                    "paid");
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from payout_change where ctid = (select ctid from payout_change where step = 'sent' limit 1)",
                    () -> theMoneyAgrees(world),
                    "sent");
        } finally {
            one.close();
            two.close();
            database.close();
        }
    }

    /** A key that another person issued, which the set-up has no way to make. */
    private void secondPerson() {
        String id = Cuid.next();
        database.sql("insert into api_key select (jsonb_populate_record(k, jsonb_build_object('id', ?::text))).*"
                        + " from api_key k limit 1")
                .param(id)
                .update();
        database.sql("insert into api_key_secret (key_hash, api_key_id, hint, created_at)"
                        + " values (sha256(convert_to(?, 'UTF8')), ?, 'second', now())")
                .params(SECOND_KEY, id)
                .update();
    }

    private static long count(TestDatabase database, String from) {
        return database.count("select count(*) from " + from);
    }

    private long paid() {
        return count(database, "payout where status = 'paid'");
    }

    /** Sends a request to both nodes, as a client that got no answer does. One that is gone is left out. */
    private List<Reply> everywhere(String path, String body, String key) {
        List<Reply> replies = new ArrayList<>();
        for (Node node : List.of(one, two)) {
            Api api = key == null ? node.api() : node.api().with(key);
            try {
                replies.add(api.post(path, Json.object(body)));
            } catch (UncheckedIOException gone) {
                assertThat(node).as("the node that is killed").isSameAs(one);
            }
        }
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.text()).isIn(200, 201, 400, 409));
        return replies;
    }

    /** Builds batches, releases them and answers for the bank, each request on both nodes. */
    private void pay() {
        everywhere("/payoutBatches", "{\"programInstanceIds\": [\"" + instance + "\"]}", null);
        List<String> drafts = batches("draft");
        drafts.forEach(batch -> everywhere("/payoutBatches/" + batch + "/release", "{}", SECOND_KEY));
        for (String batch : batches("released")) {
            StringBuilder csv = new StringBuilder("reference,status\\n");
            database.sql("select id from payout where batch_id = ? order by id")
                    .param(batch)
                    .query(String.class)
                    .list()
                    .forEach(payout -> csv.append(payout).append(",paid\\n"));
            everywhere("/payoutBatches/" + batch + "/answers", "{\"csv\": \"" + csv + "\"}", null);
        }
    }

    private List<String> batches(String status) {
        return database.sql("select id from payout_batch where status = ? order by id")
                .param(status)
                .query(String.class)
                .list();
    }

    private void finish() {
        Await.until("everything is paid", () -> {
            pay();
            return count(database, "payout where status <> 'paid'") == 0
                    && count(database, "payout_batch where status <> 'completed'") == 0;
        });
    }

    private void theMoneyAgrees(World world) {
        long approved = count(database, "enrollment where status = 'approved'");
        BigDecimal committed = new BigDecimal(AMOUNT).multiply(BigDecimal.valueOf(approved));
        assertThat(approved).isEqualTo(PEOPLE * 2L / 3);
        assertThat(sum("select sum(committed) from capacity_movement")).isEqualByComparingTo(committed);
        assertThat(sum("select sum(reserved) from capacity_movement")).isZero();
        assertThat(sum("select committed from capacity_pool"))
                .isEqualByComparingTo(committed)
                .isLessThanOrEqualTo(BUDGET);
        assertThat(sum("select sum(spent) from capacity_hold")).isEqualByComparingTo(committed);
        assertThat(sum("select sum(amount) from payout where status = 'paid'"))
                .as("paid")
                .isEqualByComparingTo(committed);
        assertThat(count(database, "payout")).as("one for each approval").isEqualTo(approved);
        for (String step : List.of("scheduled", "sent", "paid")) {
            assertThat(count(database, "payout_change where step = '" + step + "'"))
                    .as(step)
                    .isEqualTo(approved);
        }
        assertThat(count(database, "event_log where type = 'payout.status_changed'"))
                .isEqualTo(3 * approved);
        JsonNode checks = world.api().get("/actuator/consistency").ok();
        assertThat(checks.path("consistent").asBoolean()).as(checks.toString()).isTrue();
    }

    private BigDecimal sum(String query) {
        return database.sql(query).query(BigDecimal.class).single();
    }
}
