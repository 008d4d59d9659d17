package dev.enlist.intake;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;

/** What happens to an import and is told to the outside. */
public sealed interface ImportEvent extends DomainEvent.Published {

    String importId();

    @Override
    default String subject() {
        return importId();
    }

    /** A file has arrived. */
    record Created(String importId, String programInstanceId, String workspaceId, int total, Instant at)
            implements ImportEvent {

        @Override
        public String type() {
            return "import.created";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("id", importId, "programInstanceId", programInstanceId, "status", "queued", "total", total);
        }
    }

    /** It began, ended, or goes on. */
    record StatusChanged(
            String importId, String programInstanceId, String workspaceId, String from, String to, Instant at)
            implements ImportEvent {

        @Override
        public String type() {
            return "import.status_changed";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("id", importId, "programInstanceId", programInstanceId, "from", from, "to", to);
        }
    }
}
