package dev.enlist.bulk;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;

/** Published events of an import. */
public sealed interface ImportEvent extends DomainEvent.Published {

    String importId();

    @Override
    default String subject() {
        return importId();
    }

    /** A file was received. */
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

    /** The import started, finished or was resumed. */
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
