package dev.enlist.review;

import dev.enlist.shared.AuditNote;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps which columns each person chose for the lists of the console; no person sees the choice of another. */
@Service
public class ListColumnsService {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    ListColumnsService(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** The chosen columns in their order; empty if the person never chose. One statement. */
    @Transactional(readOnly = true)
    public Optional<List<String>> of(String ownerId, String page) {
        return jdbc.sql("select columns from list_columns where workspace_id = ? and owner_id = ? and page = ?")
                .params(WorkspaceScope.current().workspaceId(), ownerId, page)
                .query((row, n) -> List.of((String[]) row.getArray(1).getArray()))
                .optional();
    }

    @Transactional
    public void choose(String ownerId, String page, List<String> columns) {
        List<String> before = of(ownerId, page).orElse(List.of());
        jdbc.sql("""
                        insert into list_columns (workspace_id, owner_id, page, columns) values (?, ?, ?, ?)
                        on conflict (workspace_id, owner_id, page) do update set columns = excluded.columns
                        """)
                .params(WorkspaceScope.current().workspaceId(), ownerId, page, columns.toArray(String[]::new))
                .update();
        events.publishEvent(new AuditNote(
                "listColumns.choose",
                "member",
                ownerId,
                Map.of("columns", before),
                Map.of("page", page, "columns", columns)));
    }
}
