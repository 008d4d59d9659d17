package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged application, killed during its work, and two nodes at once. */
@EnlistIT
@Tag("resilience")
class CrashIT {

    private static final JsonNode NOTHING = Json.object("{}");
    private static final String WELCOME = "Enlist is set up. This is shown once.";
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 3;

    /** The statuses in the order in which the clients pass them. */
    private static final List<String> WAY = List.of("candidate", "eligible", "submitted", "approved");

    @Autowired
    Databases databases;

    @Test
    void whatWasAcknowledgedSurvivesEveryCrash() {
        Path directory = Path.of("target", "crash", Cuid.next()).toAbsolutePath();
        Path data = directory.resolve("data");
        Map<String, String> environment = Map.of("ENLIST_DATA_DIR", data.toString());
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Node node = Node.start(directory, "start-0", environment);
        try {
            node.untilReady();
            assertThat(node.output()).containsOnlyOnce(WELCOME);
            String instance = world(node).instance();
            long deployments = deployments(data);
            assertThat(deployments).isPositive();
            for (int round = 1; round <= ROUNDS; round++) {
                int before = acknowledged.size();
                workUntilKilled(node, instance, acknowledged, before + 40);
                assertThat(acknowledged.size()).isGreaterThan(before + 40 - 1);
                assertThat(Files.exists(data.resolve("postgres-17/postmaster.pid")))
                        .as("a PostgreSQL left behind")
                        .isTrue();

                node = Node.start(directory, "start-" + round, environment).untilReady();

                assertThat(node.output()).doesNotContain(WELCOME);
                assertThat(node.api().get("/actuator/health/readiness").status())
                        .isEqualTo(200);
                assertEverythingIsThere(node.api(), acknowledged);
                JsonNode consistency = node.api().get("/actuator/consistency").ok();
                assertThat(consistency.path("consistent").asBoolean())
                        .as(consistency.toString())
                        .isTrue();
                assertThat(consistency.path("enrollments").asInt()).isGreaterThanOrEqualTo(acknowledged.size());
                assertThat(deployments(data)).isEqualTo(deployments);
            }
            // and it continues to work
            String id = world(node).approvedEnrollment(instance);
            assertThat(node.api().get("/enrollments/" + id).status()).isEqualTo(200);
            theChecksSeeALoss(node.api(), data, acknowledged);
        } finally {
            node.close();
        }
        assertThat(Files.exists(data.resolve("postgres-17/postmaster.pid")))
                .as("a stopped application leaves no PostgreSQL behind")
                .isFalse();
    }

    private static void theChecksSeeALoss(Api api, Path data, Map<String, String> acknowledged) {
        DataSource owner = Node.databaseIn(data);
        PlantedFault.eachIsFound(owner, PlantedFault.ofEnrollments());
        String lost = acknowledged.keySet().iterator().next();
        PlantedFault.loseEnrollment(JdbcClient.create(owner), lost);
        assertThatThrownBy(() -> assertEverythingIsThere(api, acknowledged))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(lost + " was " + acknowledged.get(lost) + " and is 404");
    }

    @Test
    void twoThatStartTogetherOnAnEmptyDatabaseShareIt() {
        TestDatabase shared = databases.empty("two");
        Path directory = Path.of("target", "crash", shared.name()).toAbsolutePath();
        Map<String, String> environment = shared.settings();
        try (Node one = Node.start(directory, "one", environment);
                Node two = Node.start(directory, "two", environment)) {
            one.untilReady();
            two.untilReady();

            assertThatItIsSetUpOnce(shared);
            assertThat(List.of(one.output().contains(WELCOME), two.output().contains(WELCOME)))
                    .containsExactlyInAnyOrder(true, false);

            String instance = world(one).instance();
            for (Node node : List.of(one, two)) {
                String id = world(node).submittedEnrollment(instance);
                Node other = node == one ? two : one;
                other.api().post("/enrollments/" + id + "/approve", NOTHING).ok();
                assertThat(world(node).statusOf(id)).isEqualTo("approved");
            }
            assertThat(two.api()
                            .get("/actuator/consistency")
                            .ok()
                            .path("consistent")
                            .asBoolean())
                    .isTrue();
            assertThat(VerifyCommandIT.run(shared)).as("every promise").isZero();
            PlantedFault.eachIsFound(shared.dataSource(), PlantedFault.ofEnrollments());
            PlantedFault.failsBy(
                    shared.dataSource(),
                    "insert into organization (id, name, created_at) values ('second', 'Second', now())",
                    () -> assertThatItIsSetUpOnce(shared),
                    "2L");
            PlantedFault.failsBy(
                    shared.dataSource(),
                    "update act_re_procdef set key_ = 'enrollment-lifecycle' where key_ = 'campaign-lifecycle'",
                    () -> assertThatItIsSetUpOnce(shared),
                    "enrollment-lifecycle");
        }
        shared.close();
    }

    private static void assertThatItIsSetUpOnce(TestDatabase shared) {
        assertThat(shared.sql("select count(*) from organization")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(shared.sql("select count(*) from workspace")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(shared.sql("select count(*) from app_user").query(Long.class).single())
                .isEqualTo(1);
        assertThat(shared.sql("select count(*) from api_key").query(Long.class).single())
                .isEqualTo(1);
        // each model once, although both nodes deploy it
        assertThat(shared.sql("select key_ from act_re_procdef order by key_, version_")
                        .query(String.class)
                        .list())
                .doesNotHaveDuplicates();
        assertThat(shared.sql("select name_ from act_ru_filter")
                        .query(String.class)
                        .list())
                .doesNotHaveDuplicates();
        assertThat(shared.sql("select group_id_ || resource_type_ || resource_id_ from act_ru_authorization")
                        .query(String.class)
                        .list())
                .doesNotHaveDuplicates();
    }

    /** Runs clients until that many requests are acknowledged, then kills the node during further requests. */
    private void workUntilKilled(Node node, String instance, Map<String, String> acknowledged, int enough) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int client = 0; client < CLIENTS; client++) {
                clients.submit(() -> workUntilItBreaks(node.api(), instance, acknowledged));
            }
            Await.until("enough work", () -> acknowledged.size() >= enough, node::output);
            node.kill();
        } finally {
            clients.shutdown();
            try {
                assertThat(clients.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void workUntilItBreaks(Api api, String instance, Map<String, String> acknowledged) {
        try {
            while (true) {
                Reply created = api.post("/programInstances/" + instance + "/enrollments", World.applicant());
                if (created.status() != 201) {
                    return;
                }
                String id = created.json().path("id").asText();
                acknowledged.put(id, "eligible");
                if (api.post("/enrollments/" + id + "/submit", NOTHING).status() != 200) {
                    return;
                }
                acknowledged.put(id, "submitted");
                if (api.post("/enrollments/" + id + "/approve", NOTHING).status() != 200) {
                    return;
                }
                acknowledged.put(id, "approved");
            }
        } catch (RuntimeException gone) {
            // the node was killed during the request; its earlier answers count
        }
    }

    /** The status is at least the acknowledged one: the last step may have been committed without an answer. */
    private static void assertEverythingIsThere(Api api, Map<String, String> acknowledged) {
        List<String> lost = new ArrayList<>();
        acknowledged.forEach((id, status) -> {
            Reply reply = api.get("/enrollments/" + id);
            String found = reply.status() == 200
                    ? reply.json().at("/eligibility/status").asText()
                    : String.valueOf(reply.status());
            if (WAY.indexOf(found) < WAY.indexOf(status)) {
                lost.add(id + " was " + status + " and is " + found);
            }
        });
        assertThat(lost).isEmpty();
    }

    private static World world(Node node) {
        return new World(new WorkspaceRef("", ""), node.api());
    }

    /** Deployments in the embedded database of a node. */
    private static long deployments(Path data) {
        return JdbcClient.create(Node.databaseIn(data))
                .sql("select count(*) from act_re_deployment")
                .query(Long.class)
                .single();
    }
}
