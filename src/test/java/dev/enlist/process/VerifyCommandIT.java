package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@EnlistIT
@ExtendWith(OutputCaptureExtension.class)
class VerifyCommandIT {

    @Autowired
    Databases databases;

    @Test
    void namesWhatIsBrokenAndSaysSoByItsExitCode(CapturedOutput output) {
        String organization = Cuid.next();
        String workspace = Cuid.next();
        try (TestDatabase database = databases.migrated("verify")) {
            database.sql("insert into organization (id, name, created_at) values (?, 'City Power', now())")
                    .param(organization)
                    .update();
            database.sql("insert into workspace (id, organization_id, slug, name, created_at)"
                            + " values (?, ?, 'production', 'Production', now())")
                    .params(workspace, organization)
                    .update();

            assertThat(run(database)).isZero();
            assertThat(output).doesNotContain("BROKEN");

            database.sql("insert into task_tally (workspace_id, task_definition_key, amount) values (?, 'task', 1)")
                    .param(workspace)
                    .update();
            assertThat(run(database)).isEqualTo(1);
            assertThat(output)
                    .contains("The counts of lists and reports are the counts of rows")
                    .contains("BROKEN by 1 in workspace " + workspace)
                    .contains("NOT ALL PROMISES HOLD.");
        }
    }

    static int run(TestDatabase database) {
        Map<String, String> settings = database.settings();
        return VerifyCommand.run(
                VerifyCommand.COMMAND,
                "--spring.datasource.url=" + settings.get("SPRING_DATASOURCE_URL"),
                "--spring.datasource.username=" + settings.get("SPRING_DATASOURCE_USERNAME"),
                "--spring.datasource.password=" + settings.get("SPRING_DATASOURCE_PASSWORD"));
    }

    @Test
    void noCheckIsLeftOut() {
        List<VerifyCommand.Line> lines = VerifyCommand.lines(Map.of(
                "w1",
                Map.of("openWithoutProcess", 2L, "aCheckOfTomorrow", 3L),
                "w2",
                Map.of("openWithoutProcess", 1L)));
        assertThat(lines)
                .filteredOn(line -> line.faults() > 0)
                .containsExactlyInAnyOrder(
                        new VerifyCommand.Line(
                                "Each open enrollment has one process, and no other has",
                                3,
                                lines.get(0).workspaces()),
                        new VerifyCommand.Line("aCheckOfTomorrow", 3, List.of("w1")));
        assertThat(lines.get(0).workspaces()).containsExactlyInAnyOrder("w1", "w2");
    }
}
