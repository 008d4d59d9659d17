package dev.enlist.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Uploads every hostile and every broken workflow: each is refused, by the upload or by the check and the publication, with
 * sentences; nothing is published, and nothing reaches the engine.
 */
@EnlistIT
class WorkflowUploadAttackIT {

    private static final int HOSTILE = 200;
    private static final int BROKEN = 50;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    private Api api;

    @Test
    void noneIsPublished() {
        World world = worlds.organization();
        api = world.api();
        api.post("/workflows", Json.object("{\"slug\": \"attacked\", \"name\": \"Attacked\"}"))
                .created();
        String before = api.get("/workflows/attacked/draft").expect(200).text();

        long deployed = deployments(world);
        List<String> hostile = HostileWorkflowTests.hostile().toList();
        assertThat(hostile).hasSizeGreaterThan(HOSTILE);
        hostile.forEach(this::isRefused);
        List<String> broken = BrokenWorkflowTests.broken()
                .map(arguments -> (String) arguments.get()[2])
                .toList();
        assertThat(broken).hasSizeGreaterThan(BROKEN);
        broken.forEach(this::isRefused);

        assertThat(api.get("/workflows/attacked/versions").ok().path("data")).isEmpty();
        assertThat(deployments(world)).isEqualTo(deployed);
        api.putXml("/workflows/attacked/draft", before).ok();
        api.post("/workflows/attacked/draft/publish", Json.object("{\"note\": \"Still works\"}"))
                .created();
    }

    private long deployments(World world) {
        return jdbc.sql("select count(*) from act_re_deployment where tenant_id_ = ?")
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }

    private void isRefused(String document) {
        Reply upload = api.putXml("/workflows/attacked/draft", document);
        assertThat(upload.status()).as(document).isIn(200, 400, 409, 413, 422);
        if (upload.status() != 200) {
            inWords(upload);
            return;
        }
        JsonNode check = api.post("/workflows/attacked/draft/check", "").ok();
        assertThat(check.path("publishable").asBoolean()).as(document).isFalse();
        assertThat(check.path("findings")).as(document).isNotEmpty();
        Reply publication = api.post("/workflows/attacked/draft/publish", Json.object("{\"note\": \"Attack\"}"));
        assertThat(publication.status()).as(document).isIn(400, 409, 422);
        inWords(publication);
    }

    private static void inWords(Reply refusal) {
        assertThat(refusal.json().path("code").asText()).isNotEmpty();
        assertThat(refusal.text()).doesNotContain("Exception").doesNotContain("at java.");
    }
}
