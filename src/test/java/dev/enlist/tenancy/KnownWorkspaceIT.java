package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each turn of a job asks for its workspace. */
@EnlistIT
class KnownWorkspaceIT {

    @Autowired
    TenancyService tenancy;

    @Autowired
    StatementCounter statements;

    @Autowired
    Worlds worlds;

    @Test
    void isReadOnce() {
        World world = worlds.organization();
        WorkspaceRef workspace = world.workspace();
        assertThat(tenancy.workspace(workspace.workspaceId())).contains(workspace);

        assertThat(statements.during(
                        Thread.currentThread().getName(), () -> tenancy.workspace(workspace.workspaceId())))
                .isEmpty();
    }

    @Test
    void isAskedForAgainWhileThereIsNone() {
        String missing = Cuid.next();
        assertThat(tenancy.workspace(missing)).isEmpty();

        assertThat(statements.during(Thread.currentThread().getName(), () -> tenancy.workspace(missing)))
                .hasSize(1);
    }
}
