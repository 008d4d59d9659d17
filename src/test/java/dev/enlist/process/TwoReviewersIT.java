package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Two reviewers decide the same applications at the same time, one approves and one rejects: each is decided once. */
@EnlistIT
@Tag("resilience")
class TwoReviewersIT {

    private static final Logger log = LoggerFactory.getLogger(TwoReviewersIT.class);

    private static final int TASKS = Integer.getInteger("resilience.tasks", 1_000);
    private static final int CLIENTS = 8;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Test
    void eachApplicationIsDecidedOnce() {
        World world = worlds.organization();
        String instance = world.instance();
        List<String> submitted = new ArrayList<>();
        Together.at(CLIENTS, client -> {
                    List<String> own = new ArrayList<>();
                    for (int n = client; n < TASKS; n += CLIENTS) {
                        own.add(world.submittedEnrollment(instance));
                    }
                    return own;
                })
                .forEach(submitted::addAll);
        List<String> actions = List.of("approve", "reject");
        List<Api> reviewers = List.of(
                world.api().with(worlds.key(world, "First")), world.api().with(worlds.key(world, "Second")));
        Map<String, List<String>> decided = new ConcurrentHashMap<>();
        long seed = Long.getLong("resilience.seed", System.nanoTime());

        List<List<Reply>> refused = Together.at(2, reviewer -> {
            // the same order, so that both reach each application at about the same time
            List<String> order = new ArrayList<>(submitted);
            Collections.shuffle(order, new Random(seed));
            List<Reply> others = new ArrayList<>();
            JsonNode body = Json.object("{\"reason\": \"Decided by reviewer " + reviewer + "\"}");
            for (String id : order) {
                Reply reply = reviewers.get(reviewer).post("/enrollments/" + id + "/" + actions.get(reviewer), body);
                if (reply.status() == 200) {
                    decided.computeIfAbsent(id, any -> Collections.synchronizedList(new ArrayList<>()))
                            .add(actions.get(reviewer));
                } else {
                    others.add(reply);
                }
            }
            return others;
        });

        assertThat(decided)
                .as("seed " + seed)
                .hasSize(TASKS)
                .allSatisfy((id, by) -> assertThat(by).hasSize(1));
        assertThat(refused.stream().flatMap(List::stream).toList())
                .hasSize(TASKS)
                .allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(409);
                    assertThat(reply.json().path("code").asText()).isIn("illegal-transition", "concurrent-change");
                });
        decided.forEach((id, by) ->
                assertThat(world.statusOf(id)).isEqualTo(by.get(0).equals("approve") ? "approved" : "rejected"));
        assertDecidedOnce(world);
        assertThat(world.isConsistent()).isTrue();
        log.warn("{} applications decided once, of two reviewers; seed {}", TASKS, seed);
        DataSource database = Objects.requireNonNull(owner.template().getDataSource());
        String workspace = world.workspace().workspaceId();
        PlantedFault.eachIsFound(database, workspace, PlantedFault.ofEnrollments());
        PlantedFault.failsBy(
                database,
                "insert into status_history (enrollment_id, number, workspace_id, to_status, at, by_type, by_id, by_name)"
                        + " select enrollment_id, 99, workspace_id, 'rejected', at, by_type, by_id, by_name"
                        + " from status_history where workspace_id = '" + workspace
                        + "' and to_status = 'approved' limit 1",
                () -> assertDecidedOnce(world),
                String.valueOf(TASKS + 1));
    }

    private void assertDecidedOnce(World world) {
        assertThat(owner.sql("""
                        select count(*) from status_change
                        where workspace_id = ? and to_status in ('approved', 'rejected')
                        """)
                        .param(world.workspace().workspaceId())
                        .query(Integer.class)
                        .single())
                .isEqualTo(TASKS);
    }
}
