package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stored responses are deleted after their time in every workspace. */
@EnlistIT
class IdempotencyPurgeIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    IdempotencyRetentionJob retention;

    @Test
    void whatIsOldGoesEverywhereAndNothingElse() {
        World one = worlds.organization();
        World other = worlds.organization();
        for (World world : new World[] {one, other}) {
            keep(world, "old");
            keep(world, "fresh");
            owner.sql("update idempotency_record set created_at = created_at - interval '25 hours'"
                            + " where workspace_id = ? and idempotency_key = 'old'")
                    .param(world.workspace().workspaceId())
                    .update();
        }

        one.in(retention::runChunk);
        other.in(retention::runChunk);

        assertThat(kept(one)).containsExactly("fresh");
        assertThat(kept(other)).containsExactly("fresh");
    }

    private static void keep(World world, String key) {
        world.api()
                .post(
                        "/programInstances/" + world.instance() + "/enrollments",
                        World.applicant(),
                        "Idempotency-Key",
                        key)
                .created();
    }

    private List<String> kept(World world) {
        return owner.sql("select idempotency_key from idempotency_record where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(String.class)
                .list();
    }
}
