package dev.enlist.document;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Reports what the installation has set up for documents, and whether it answers. */
@Service
public class DocumentStateService {

    private final DocumentProperties properties;
    private final VirusScanner scanner;
    private final ObjectProvider<ObjectStorage> objects;
    private final JdbcClient jdbc;

    DocumentStateService(
            DocumentProperties properties,
            VirusScanner scanner,
            ObjectProvider<ObjectStorage> objects,
            JdbcClient jdbc) {
        this.properties = properties;
        this.scanner = scanner;
        this.objects = objects;
        this.jdbc = jdbc;
    }

    /**
     * @param storage           {@code database} or {@code s3}: where new content is kept
     * @param storageReachable  whether the object storage answers; null where none is set up
     * @param scanner           whether a virus scanner is set up
     * @param scannerReachable  whether it answers; null where none is set up
     * @param waitingForScan    documents of the workspace that wait for the scanner
     * @param waitingForStorage documents of the workspace whose content is still to be moved to the object storage
     * @param maxBytes          of one document
     */
    public record State(
            String storage,
            @Nullable Boolean storageReachable,
            boolean scanner,
            @Nullable Boolean scannerReachable,
            int waitingForScan,
            int waitingForStorage,
            long maxBytes) {}

    public State state() {
        record Waiting(int scan, int storage) {}
        Waiting waiting = jdbc.sql("""
                        select (select count(*) from document where workspace_id = :workspace and scan_due_at is not null),
                               (select count(*) from document where workspace_id = :workspace
                                  and storage = 'object' and moved_at is null and status = 'available')
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .query((row, n) -> new Waiting(row.getInt(1), row.getInt(2)))
                .single();
        ObjectStorage storage = objects.getIfAvailable();
        return new State(
                properties.storage().name().toLowerCase(Locale.ROOT),
                storage == null ? null : storage.isReachable(),
                scanner.isEnabled(),
                scanner.isEnabled() ? scanner.isReachable() : null,
                waiting.scan(),
                waiting.storage(),
                properties.maxSize().toBytes());
    }
}
