package dev.enlist.document;

import dev.enlist.shared.TemporaryFile;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores files of drafts in the workspace in scope. */
@Repository
class DraftFileRepository {

    private static final String COLUMNS =
            "id, draft_id, type, file_name, declared, size, received, media_type, sha256, scanned, created_at";

    private final JdbcClient jdbc;

    DraftFileRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(DraftFile file) {
        jdbc.sql("insert into draft_file (" + COLUMNS + ", workspace_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        file.id(),
                        file.draftId(),
                        file.type(),
                        file.fileName(),
                        file.declared(),
                        file.size(),
                        file.received(),
                        file.mediaType(),
                        file.sha256(),
                        file.scanned(),
                        Timestamp.from(file.createdAt()),
                        workspaceId()))
                .update();
    }

    /** Oldest first. */
    List<DraftFile> of(String draftId) {
        return jdbc.sql("select " + COLUMNS + " from draft_file where draft_id = ? and workspace_id = ? order by id")
                .params(draftId, workspaceId())
                .query(DraftFileRepository::file)
                .list();
    }

    Optional<DraftFile> find(String draftId, String id) {
        return select(draftId, id, "");
    }

    /** Locks the row, so that pieces of one file are stored one after the other. */
    Optional<DraftFile> lock(String draftId, String id) {
        return select(draftId, id, " for update");
    }

    private Optional<DraftFile> select(String draftId, String id, String lock) {
        return jdbc.sql("select " + COLUMNS + " from draft_file where id = ? and draft_id = ? and workspace_id = ?"
                        + lock)
                .params(id, draftId, workspaceId())
                .query(DraftFileRepository::file)
                .optional();
    }

    /** Appends content at a multiple of the size of a chunk. */
    void append(String id, long position, TemporaryFile content) throws IOException {
        int number = (int) (position / DocumentContentRepository.CHUNK);
        for (long read = 0; read < content.size(); read += DocumentContentRepository.CHUNK) {
            jdbc.sql("insert into draft_file_chunk (file_id, number, workspace_id, content) values (?, ?, ?, ?)")
                    .params(id, number, workspaceId(), content.read(read, DocumentContentRepository.CHUNK))
                    .update();
            number++;
        }
        jdbc.sql("update draft_file set received = ? where id = ? and workspace_id = ?")
                .params(position + content.size(), id, workspaceId())
                .update();
    }

    /** Copies the whole content into a file. */
    void read(String id, TemporaryFile target) throws IOException {
        for (int number = 0; ; number++) {
            Optional<byte[]> chunk = jdbc.sql(
                            "select content from draft_file_chunk where file_id = ? and number = ? and workspace_id = ?")
                    .params(id, number, workspaceId())
                    .query((row, n) -> row.getBytes(1))
                    .optional();
            if (chunk.isEmpty()) {
                return;
            }
            target.append(chunk.get(), 0, chunk.get().length);
        }
    }

    void accept(String id, String fileName, String mediaType, String sha256, boolean scanned) {
        jdbc.sql("update draft_file set file_name = ?, media_type = ?, sha256 = ?, scanned = ?"
                        + " where id = ? and workspace_id = ?")
                .params(fileName, mediaType, sha256, scanned, id, workspaceId())
                .update();
    }

    /** Moves the content to a document of an enrollment. */
    void moveContent(String id, String documentId) {
        jdbc.sql("insert into document_chunk (document_id, number, workspace_id, content)"
                        + " select ?, number, workspace_id, content from draft_file_chunk"
                        + " where file_id = ? and workspace_id = ?")
                .params(documentId, id, workspaceId())
                .update();
    }

    int delete(String draftId, Collection<String> ids) {
        return jdbc.sql("delete from draft_file where draft_id = ? and workspace_id = ? and id = any(?)")
                .params(draftId, workspaceId(), ids.toArray(String[]::new))
                .update();
    }

    private static DraftFile file(ResultSet row, int number) throws SQLException {
        return new DraftFile(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                row.getTimestamp(11).toInstant());
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
