package dev.enlist.workflow;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Counts the program instances that name a workflow. */
@Component
public class WorkflowUseQuery {

    private final JdbcClient jdbc;

    WorkflowUseQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Program instances by slug, without archived ones; a workflow that none names is absent. One statement. */
    @Transactional(readOnly = true)
    public Map<String, Integer> instances() {
        Map<String, Integer> instances = new HashMap<>();
        jdbc.sql("""
                        select w.slug, count(*) as amount from program_instance i
                        cross join lateral (values (i.config #>> '{review,workflow,slug}'),
                                                   (i.config #>> '{exit,workflow,slug}')) w (slug)
                        where i.workspace_id = :workspace and i.archived_at is null and w.slug is not null
                        group by w.slug
                        """).param("workspace", WorkspaceScope.current().workspaceId()).query(row -> {
            instances.put(row.getString("slug"), row.getInt("amount"));
        });
        return instances;
    }
}
