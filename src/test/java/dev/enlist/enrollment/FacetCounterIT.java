package dev.enlist.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.process.Await;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Exact numbers of enrollments by state, tag and manufacturer, without reading the enrollments. */
@EnlistIT
class FacetCounterIT {

    private static final int REVISIONS = 3;

    private static final int TAGS = 50;

    /** Rows of the tally above which they are summed up. */
    private static final int MANY = 201;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    EnrollmentCounter counter;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.organization();
        instance = world.instance();
    }

    private String enroll(Consumer<ObjectNode> change) {
        ObjectNode person = World.applicant();
        change.accept(person);
        return world.enroll(instance, person).path("id").asText();
    }

    private void tag(String id, String prefix) {
        ObjectNode change = Json.object("{}");
        ArrayNode tags = change.putArray("tags");
        for (int i = 0; i < TAGS; i++) {
            tags.add(prefix + i);
        }
        world.api().patch("/enrollments/" + id, change).ok();
    }

    private long total(String filter) {
        return world.api()
                .get("/programInstances/" + instance + "/enrollments?" + filter)
                .ok()
                .path("totalItems")
                .asLong(-1);
    }

    private long stored(String sql) {
        return owner.sql(sql)
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }

    private long changes() {
        return owner.sql("select count(*) from enrollment_tally where program_instance_id = ? and facets is not null")
                .param(instance)
                .query(Long.class)
                .single();
    }

    /** Changes of enrollments that come and go. */
    private void manyChanges() {
        owner.sql("""
                        insert into enrollment_tally (workspace_id, program_instance_id, status, amount)
                        select ?, ?, 'eligible', case when n % 2 = 0 then 1 else -1 end from generate_series(0, ?) n
                        """)
                .params(world.workspace().workspaceId(), instance, 2 * MANY - 1)
                .update();
    }

    private long disagreeing() {
        return world.api()
                .get("/actuator/consistency")
                .ok()
                .at("/checks/facetTalliesDisagree")
                .asLong(-1);
    }

    @Test
    void countsAndSumsUpChanges() {
        String one = enroll(p -> p.putArray("tags").add("solar"));
        String two = enroll(p -> p.putArray("tags").add("solar").add("vip"));
        world.enroll(world.instance(), World.applicant());
        assertThat(total("tag=solar")).isEqualTo(2);

        for (int i = 0; i < REVISIONS; i++) {
            tag(one, "round" + i + "-");
        }
        assertThat(total("tag=solar")).isEqualTo(1);
        assertThat(total("tag=round" + (REVISIONS - 1) + "-7")).isEqualTo(1);
        assertThat(disagreeing()).as("before it is summed up").isZero();
        manyChanges();
        world.<JobOutcome>in(counter::runChunk);

        Await.until("another node is through, where it was there first", () -> changes() == 0);
        assertThat(total("tag=solar")).isEqualTo(1);
        assertThat(total("tag=solar&status=eligible")).isEqualTo(1);
        assertThat(total("tag=solar&status=submitted")).isZero();
        assertThat(total("state=NY&manufacturer=tesla")).isEqualTo(2);
        assertThat(total("state=NY&manufacturer=unknown")).isZero();
        assertThat(total("state=NY&manufacturer=tesla&status=eligible")).isEqualTo(2);
        assertThat(total("state=NY")).isEqualTo(2);
        assertThat(total("tag=round" + (REVISIONS - 1) + "-7")).isEqualTo(1);
        assertThat(total("tag=round0-7")).isZero();
        assertThat(stored("select count(*) from enrollment_facet_tally where workspace_id = ? and amount = 0"))
                .as("a tag without enrollments is deleted")
                .isZero();

        world.api().delete("/enrollments/" + two).expect(204);
        assertThat(total("state=NY")).isEqualTo(1);
        assertThat(total("tag=vip")).isZero();
        assertThat(
                        stored("select count(*) from enrollment_facet_tally where workspace_id = ? and value = 'vip'")
                                + stored(
                                        "select count(*) from enrollment_tally where workspace_id = ? and facets::text like '%vip%'"))
                .as("no value remains after an erasure")
                .isZero();
        assertThat(disagreeing()).isZero();
    }

    @Test
    void aFilterOfASingleFacetCountsNoEnrollment() {
        enroll(p -> p.putArray("tags").add("solar"));
        owner.sql("""
                        insert into enrollment_tally (workspace_id, program_instance_id, status, amount, facets)
                        values (?, ?, 'eligible', 0, '{"tag": {"solar": 20000}}')
                        """).param(world.workspace().workspaceId()).param(instance).update();

        assertThat(total("tag=solar")).as("above the limit of counted totals").isEqualTo(20_001);
        assertThat(total("tag=solar&status=eligible"))
                .as("a status and a facet are counted too")
                .isEqualTo(20_001);
        assertThat(total("tag=solar&state=NY"))
                .as("these two are counted by reading")
                .isEqualTo(1);
        assertThat(disagreeing()).as("a wrong counter is reported").isEqualTo(1);
    }
}
