package dev.enlist.access;

import dev.enlist.customer.CustomerReferenceSource;
import dev.enlist.shared.AuditNote;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys that are bound to a customer. After a merge they reach what the person has under the other customer. */
@Component
class ApiKeyReferenceSource implements CustomerReferenceSource {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    ApiKeyReferenceSource(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @Override
    public String kind() {
        return "apiKeys";
    }

    @Override
    public String table() {
        return "api_key";
    }

    @Override
    public List<String> lock(String customerId) {
        return jdbc.sql("select id from api_key where workspace_id = ? and customer_id = ? order by id for update")
                .params(WorkspaceScope.current().workspaceId(), customerId)
                .query(String.class)
                .list();
    }

    @Override
    public void move(String mergedId, String intoId, Instant at) {
        List<String> keys = lock(mergedId);
        jdbc.sql("update api_key set customer_id = ? where workspace_id = ? and customer_id = ?")
                .params(intoId, WorkspaceScope.current().workspaceId(), mergedId)
                .update();
        keys.forEach(key -> events.publishEvent(new AuditNote(
                "apiKey.update", "apiKey", key, Map.of("customerId", mergedId), Map.of("customerId", intoId))));
    }
}
