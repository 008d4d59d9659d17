package dev.enlist.template;

import java.time.Clock;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Gives the workspaces that were there before templates were what new ones get. */
@Component
class V11_1__ShippedTemplates extends BaseJavaMigration {

    private final Clock clock;

    V11_1__ShippedTemplates(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void migrate(Context context) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true));
        for (String workspaceId : jdbc.queryForList("select id from workspace order by id", String.class)) {
            // row security binds the owner of the tables as well
            jdbc.queryForObject("select set_config('enlist.workspace', ?, true)", String.class, workspaceId);
            Integer has = jdbc.queryForObject(
                    "select count(*) from template where workspace_id = ?", Integer.class, workspaceId);
            if (has == null || has == 0) {
                ShippedTemplateRepository.insert(jdbc, workspaceId, clock.instant());
            }
        }
    }
}
