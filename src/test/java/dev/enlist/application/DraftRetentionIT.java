package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.application.FormBrowser.Page;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Drafts are deleted with their files 30 days after the last change; until then their link and cookie work. */
@EnlistIT
class DraftRetentionIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DraftRetentionJob retention;

    @Test
    void whatIsOldGoesWithItsFilesAndNothingElse() {
        World world = worlds.organization();
        PublicForm form = PublicForm.of(world);
        FormBrowser old = withFile(form);
        FormBrowser fresh = withFile(form);
        makeOlder(form, "31 days", 0);
        makeOlder(form, "29 days", 1);

        assertThat(old.get(form.root() + "/pages/2").text()).contains("Your application was not found");
        assertThat(count("application_draft", world)).isEqualTo(2);
        world.in(retention::runChunk);

        assertThat(count("application_draft", world)).isEqualTo(1);
        assertThat(count("draft_file", world)).isEqualTo(1);
        assertThat(fresh.get(form.root() + "/pages/2").text()).contains("bill.txt");
    }

    @Test
    void theFirstDraftOfAWorkspaceSchedulesTheJob() {
        World world = worlds.organization();
        PublicForm form = PublicForm.of(world);

        form.begin(form.browser());

        // one statement: the dispatcher turns the signal into an execution at any time
        assertThat(owner.sql("""
                        select (select count(*) from job_signal where workspace_id = :workspace and kind = :kind)
                             + (select count(*) from scheduled_tasks
                                where task_name = :kind and starts_with(task_instance, :workspace))
                        """)
                        .param("workspace", world.workspace().workspaceId())
                        .param("kind", DraftRetentionJob.KIND)
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    private static FormBrowser withFile(PublicForm form) {
        FormBrowser browser = form.browser();
        Page home = browser.post(
                form.begin(browser), form.root() + "/pages/1", PublicForm.person(Cuid.next() + "@example.com"));
        Map<String, String> typed = PublicForm.home("NY", "10001");
        typed.put("upload", "upload");
        Page page = browser.upload(
                home,
                form.root() + "/pages/2",
                typed,
                "documents.bill",
                "bill.txt",
                "March".getBytes(StandardCharsets.UTF_8));
        assertThat(page.text()).contains("bill.txt");
        return browser;
    }

    /** @param number of the draft in the order of creation, from 0 */
    private void makeOlder(PublicForm form, String age, int number) {
        owner.sql(
                        "update application_draft set updated_at = now() - cast(? as interval) where id = "
                                + "(select id from application_draft where program_instance_id = ? order by id limit 1 offset ?)")
                .params(age, form.instanceId(), number)
                .update();
    }

    private int count(String table, World world) {
        return owner.sql("select count(*) from " + table + " where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(Integer.class)
                .single();
    }
}
