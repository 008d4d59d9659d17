package dev.enlist.tenancy;

import dev.enlist.shared.TimeZones;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the time zone of a workspace or its organization, with one statement per call. */
@Component
class WorkspaceTimeZones implements TimeZones {

    private final JdbcClient jdbc;

    WorkspaceTimeZones(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public ZoneId ofWorkspace() {
        WorkspaceRef workspace = WorkspaceScope.currentOrNull();
        if (workspace == null) {
            return ZoneOffset.UTC;
        }
        return jdbc.sql("""
                        select coalesce(w.time_zone, o.time_zone, 'UTC')
                        from workspace w join organization o on o.id = w.organization_id where w.id = ?
                        """)
                .param(workspace.workspaceId())
                .query(String.class)
                .optional()
                .flatMap(TimeZones::named)
                .orElse(ZoneOffset.UTC);
    }
}
