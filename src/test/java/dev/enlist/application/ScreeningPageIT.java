package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.application.FormBrowser.Page;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The public list of programs: filled-in questions say which program fits, needs more, or does not fit, and why. */
@EnlistIT
class ScreeningPageIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Test
    void answersTellWhichProgramsMayFit() {
        World world = worlds.organization();
        program(world, "NY", "New York batteries", 0);
        program(world, "NY", "New York heat pumps", 500);
        program(world, "CA", "California batteries", 0);
        String path = "/apply/programs/" + world.workspace().workspaceId();
        FormBrowser browser = new FormBrowser(world.api().url());

        Page asked = browser.get(path);
        assertThat(asked.text())
                .contains(
                        "Which of these may fit you?",
                        "New York batteries",
                        "New York heat pumps",
                        "California batteries")
                .doesNotContain("Likely", "Does not fit");

        Page state = browser.post(path, Map.of("state", "ny"));
        assertThat(fit(state, "New York batteries")).contains("Likely");
        assertThat(fit(state, "New York heat pumps")).contains("May fit", "Monthly use in kWh");
        assertThat(fit(state, "California batteries")).contains("Does not fit", "State");
        assertThat(state.text()).contains("checked with your answers");

        Page little = browser.post(path, Map.of("state", "NY", "metadata.monthlyKwh", "120"));
        assertThat(fit(little, "New York heat pumps")).contains("Does not fit", "Monthly use in kWh");
        Page enough = browser.post(path, Map.of("state", "NY", "metadata.monthlyKwh", "640"));
        assertThat(fit(enough, "New York heat pumps")).contains("Likely");
        Page spanish = browser.post(path + "?lang=es", Map.of("state", "NY"));
        assertThat(spanish.html()).contains("lang=\"es\"");

        // nothing of it is stored
        assertThat(owner.sql("select count(*) from application_draft where workspace_id = ?")
                        .param(world.workspace().workspaceId())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(browser.post(path, Map.of("state", "<script>", "metadata.monthlyKwh", "many"))
                        .status())
                .isEqualTo(200);
        assertThat(browser.get("/apply/programs/unknown-workspace").status()).isEqualTo(404);
    }

    private static void program(World world, String state, String title, int leastKwh) {
        PublicForm.of(
                world,
                instance -> {
                    instance.put("programSlug", world.program(program -> {
                        program.putArray("states").add(state);
                        program.put("name", title);
                    }));
                    instance.put("title", title);
                    if (leastKwh > 0) {
                        instance.withObject("/config/eligibility").put("minMonthlyKwh", leastKwh);
                    }
                },
                application -> {});
    }

    /** What the page says about a program. */
    private static String fit(Page page, String title) {
        String text = page.text();
        int from = text.indexOf(title, text.indexOf("checked with your answers"));
        return text.substring(from, text.indexOf(" Apply", from));
    }
}
