package dev.enlist.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.DemoLoadRegistry;
import dev.enlist.tenancy.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A part of the demo data, with reviews that wait: everything in it was made through the product's own paths, and agrees with itself. */
@EnlistIT
class DemoDataIT {

    private static final int PEOPLE = 400;

    @Autowired
    Worlds worlds;

    @Autowired
    DemoData demo;

    @Autowired
    DemoLoadRegistry loads;

    @Autowired
    OwnerJdbc owner;

    @Test
    void theHistoryIsConsistentAndTouchesEveryPartOfTheProduct() {
        World world = worlds.organization();
        world.in(() -> demo.load(world.workspace(), PEOPLE));

        assertThat(world.isConsistent()).isTrue();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(owner.sql("""
                                select coalesce(last_analyze > now() - interval '10 minutes', false) from pg_stat_user_tables
                                where relname = 'act_ru_execution'
                                """).query(Boolean.class).single())
                                .as("statistics of the tables that grew")
                                .isTrue());
        Map<String, Integer> statuses = new TreeMap<>();
        owner.sql("select status, count(*) as n from enrollment where workspace_id = ? group by status")
                .param(world.workspace().workspaceId())
                .query(row -> {
                    statuses.put(row.getString("status"), row.getInt("n"));
                });
        assertThat(statuses)
                .containsKeys("candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled");
        assertThat(statuses.values().stream().mapToInt(n -> n).sum()).isBetween(PEOPLE, PEOPLE + 60);
        assertThat(count(world, "status_change where at < now() - interval '300 days' and workspace_id = ?"))
                .as("a year of history")
                .isPositive();
        assertThat(count(world, "event_log where time > now() + interval '1 minute' and workspace_id = ?"))
                .as("no event of the future")
                .isZero();
        for (String table : new String[] {
            "note",
            "document",
            "information_request",
            "absence",
            "campaign",
            "customer",
            "payout_batch",
            "outcome",
            "activity",
            "participation",
            "workflow_version"
        }) {
            assertThat(count(world, table + " where workspace_id = ?"))
                    .as(table)
                    .isPositive();
        }
        assertThat(values(world, "select distinct status from payout where workspace_id = ?"))
                .as("payouts in every state")
                .containsExactlyInAnyOrder(Arrays.stream(PayoutStatus.values())
                        .map(PayoutStatus::wire)
                        .toArray(String[]::new));
        assertThat(values(world, "select distinct status from payout_batch where workspace_id = ?"))
                .containsExactlyInAnyOrder("draft", "released", "completed");
        assertThat(count(world, "payout where held_at is not null and workspace_id = ?"))
                .isPositive();
        assertThat(owner.sql(
                                "select count(*) from program_instance where workspace_id = ? and application ->> 'published' = 'true'")
                        .param(world.workspace().workspaceId())
                        .query(Long.class)
                        .single())
                .as("published forms")
                .isEqualTo(3);
        assertThat(world.api().get("/customers/duplicates").ok().path("data")).isNotEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode process = world.api().get("/reports/process").ok();
            assertThat(process.path("incidents")).hasSize(2);
            assertThat(process.path("pending").asBoolean()).isFalse();
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (String table :
                    new String[] {"notification", "outcome where method = 'deemed' and superseded_at is null"}) {
                assertThat(count(world, table + (table.contains("where") ? " and" : " where") + " workspace_id = ?"))
                        .as(table)
                        .isPositive();
            }
            assertThat(values(world, "select distinct status from activity where workspace_id = ?"))
                    .containsExactlyInAnyOrder("scheduled", "announced", "finished", "cancelled");
            assertThat(values(world, "select distinct status from participation where workspace_id = ?"))
                    .containsExactlyInAnyOrder("invited", "opted-out", "attended", "absent", "delivered");
        });
        assertThat(values(world, "select distinct method from outcome where workspace_id = ?"))
                .containsExactlyInAnyOrder("deemed", "measured");
        assertThat(count(world, "outcome where superseded_at is not null and workspace_id = ?"))
                .as("a correction")
                .isOne();
        assertThat(count(world, "workflow_run where workspace_id = ?")).isPositive();
        int created = 0;
        for (JsonNode month :
                world.api().get("/reports/timeseries?from=2020-01-01").ok().path("periods")) {
            created += month.path("created").asInt();
        }
        assertThat(created)
                .isEqualTo(statuses.values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void theHomePageSaysThatDemoDataIsBeingLoaded() {
        World world = worlds.organization();
        String email = worlds.person(world, "a long enough password", Role.ADMINISTRATOR);
        Browser browser = Browser.signedIn(world.api().url(), email, "a long enough password", false);
        String notice = "The demo data is being loaded";
        World other = worlds.organization();
        loads.during(
                other.workspace(),
                () -> assertThat(browser.get("/console").text())
                        .contains("figures-title")
                        .doesNotContain(notice));
        loads.during(
                world.workspace(),
                () -> assertThat(browser.get("/console").text()).contains(notice));
        assertThat(browser.get("/console").text()).doesNotContain(notice);
    }

    private List<String> values(World world, String sql) {
        return owner.sql(sql)
                .param(world.workspace().workspaceId())
                .query(String.class)
                .list();
    }

    private long count(World world, String from) {
        return owner.sql("select count(*) from " + from)
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }
}
