package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clients enroll, submit, approve and import on two nodes, of which one after the other is killed, also in the middle of its start, and
 * comes back at its address. The choice of nodes and moments follows the seed of {@link JournaledClients}. Larger with
 * {@code -Dresilience.kills=50 -Dresilience.creates=20000}.
 */
@Tag("resilience")
class KillsIT {

    private static final Logger log = LoggerFactory.getLogger(KillsIT.class);

    private static final int KILLS = Integer.getInteger("resilience.kills", 4);
    private static final int CREATES = Integer.getInteger("resilience.creates", 400);
    private static final int CLIENTS = 8;
    private static final int ROWS = 50;

    /** After this time no further node is killed, whatever the number of kills: what was done is checked. */
    private static final Duration LONGEST = Duration.ofMinutes(Integer.getInteger("resilience.minutes", 600));

    private static final Duration LONGEST_START = Duration.ofSeconds(15);

    /** Until then the work of the last kill must be done. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** What would wait forever: rows of each are found only while there is work. */
    private static final Map<String, String> WAITING = new LinkedHashMap<>();

    static {
        WAITING.put("undecided enrollments", "select count(*) from enrollment where status = 'candidate'");
        WAITING.put("imports", "select count(*) from enrollment_import where status in ('queued', 'running')");
        WAITING.put("signals of jobs", "select count(*) from job_signal");
        WAITING.put(
                "jobs of a node that is gone, or that fail",
                "select count(*) from scheduled_tasks where consecutive_failures > 0"
                        + " or picked and last_heartbeat < now() - interval '20 seconds'"
                        + " or not picked and execution_time < now() - interval '20 seconds'");
        WAITING.put(
                "jobs of the engine",
                "select count(*) from act_ru_job where retries_ = 0 or lock_exp_time_ is not null"
                        + " or duedate_ < now() - interval '20 seconds'");
        WAITING.put("incidents", "select count(*) from act_ru_incident");
    }

    private final List<Node> nodes = new ArrayList<>();
    private volatile int kills;

    @Test
    void nothingIsLostDoubledOrStuck() throws IOException, InterruptedException {
        Path directory = Path.of("target", "kills", Cuid.next()).toAbsolutePath();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "120")
                .start()) {
            JdbcClient.create(postgres.getDatabase("postgres", "postgres"))
                    .sql("create database enlist")
                    .update();
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/enlist";
            try {
                nothingIsLost(directory, url, postgres.getDatabase("postgres", "enlist"));
            } finally {
                nodes.forEach(Node::close);
            }
        }
    }

    private void nothingIsLost(Path directory, String url, DataSource owner) throws IOException, InterruptedException {
        List<Map<String, String>> settings = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            settings.add(Map.of(
                    "SPRING_DATASOURCE_URL", url,
                    "SPRING_DATASOURCE_USERNAME", "postgres",
                    "SPRING_DATASOURCE_PASSWORD", "",
                    "ENLIST_LIMITS_ENABLED", "false",
                    "SERVER_PORT", String.valueOf(Node.freePort())));
            nodes.add(Node.start(directory, "node-" + node, settings.get(node)).untilReady());
        }
        String instance = world().instance(
                        world().program(),
                        i -> i.withObject("/capacity")
                                .put("pricingModel", "seats")
                                .put("committedSeats", 10 * CREATES));
        List<String> urls = nodes.stream().map(Node::url).toList();
        JdbcClient database = JdbcClient.create(owner);
        try (JournaledClients clients = new JournaledClients(urls, Node.KEY, instance, Duration.ofSeconds(20))
                .deciding()
                .pausingAt(() -> part(kills + 2))) {
            clients.start(CLIENTS);
            clients.importing(ROWS);
            kill(clients, directory, settings);
            clients.stop();

            Instant ended = Instant.now();
            Await.until(
                    "the end of all work",
                    () -> waiting(database).isEmpty(),
                    () -> waiting(database).toString());
            Duration settled = Duration.between(ended, Instant.now());
            log.warn("all work done {} ms after the last answer", settled.toMillis());
            assertThat(settled).as("the end of all work").isLessThan(SETTLED);
            assertThat(clients.differences(database)).isEmpty();
            assertThat(VerifyCommand.run(
                            VerifyCommand.COMMAND,
                            "--spring.datasource.url=" + url,
                            "--spring.datasource.username=postgres",
                            "--spring.datasource.password="))
                    .as("every promise")
                    .isZero();
            PlantedFault.eachIsFound(owner, PlantedFault.values());
            clients.provesThatItSeesALoss(database);
        }
    }

    private World world() {
        return new World(new WorkspaceRef("", ""), nodes.get(0).api());
    }

    /**
     * One kill in each part of the creates, or as soon as both nodes are back. Half of the kills hit a node in its start. The last part of the
     * creates is after the last kill.
     */
    private void kill(JournaledClients clients, Path directory, List<Map<String, String>> settings)
            throws InterruptedException {
        Random random = new Random(clients.seed());
        Instant bound = Instant.now().plus(LONGEST);
        int inStart = 0;
        while (kills < KILLS && Instant.now().isBefore(bound)) {
            untilAcknowledged(clients, part(kills + 1), bound);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
            int victim = random.nextInt(nodes.size());
            boolean again = true;
            while (again) {
                nodes.get(victim).kill();
                kills++;
                nodes.set(victim, Node.start(directory, "node-" + victim + "-" + kills, settings.get(victim)));
                again = kills < KILLS && random.nextBoolean();
                if (again) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt((int) LONGEST_START.toMillis()));
                    inStart++;
                }
            }
            nodes.get(victim).untilReady();
            log.warn("{} kills, {} of them in a start; {}", kills, inStart, clients.summary());
            clients.assertNothingUnexpected();
        }
        untilAcknowledged(clients, CREATES, bound);
        log.warn("{} kills, {} of them in a start; {}", kills, inStart, clients.summary());
    }

    /** The creates of so many parts. */
    private static int part(int parts) {
        return (int) ((long) CREATES * parts / (KILLS + 1));
    }

    private static void untilAcknowledged(JournaledClients clients, int enough, Instant bound)
            throws InterruptedException {
        while (clients.acknowledged() < enough && Instant.now().isBefore(bound)) {
            clients.assertNothingUnexpected();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Map<String, Long> waiting(JdbcClient database) {
        Map<String, Long> found = new LinkedHashMap<>();
        WAITING.forEach((what, query) -> {
            long rows = database.sql(query).query(Long.class).single();
            if (rows > 0) {
                found.put(what, rows);
            }
        });
        return found;
    }
}
