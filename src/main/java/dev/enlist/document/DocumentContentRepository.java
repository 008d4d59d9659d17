package dev.enlist.document;

import dev.enlist.shared.TemporaryFile;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores the content of documents in the database, in chunks of {@value #CHUNK} bytes. */
@Repository
class DocumentContentRepository {

    static final int CHUNK = 262_144;

    private final JdbcClient jdbc;

    DocumentContentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores the content in the transaction that runs. */
    void store(String documentId, TemporaryFile content) throws IOException {
        for (int number = 0; (long) number * CHUNK < content.size(); number++) {
            jdbc.sql("insert into document_chunk (document_id, number, workspace_id, content) values (?, ?, ?, ?)")
                    .params(documentId, number, workspaceId(), content.read((long) number * CHUNK, CHUNK))
                    .update();
        }
    }

    void delete(String documentId) {
        jdbc.sql("delete from document_chunk where document_id = ? and workspace_id = ?")
                .params(documentId, workspaceId())
                .update();
    }

    /**
     * Reads the content from a position. Each chunk is a statement of its own, so that a slow reader occupies no
     * connection in between.
     */
    InputStream read(String documentId, long size, long position) {
        return new ChunkStream(documentId, size, position);
    }

    private Optional<byte[]> chunk(String documentId, long number) {
        return jdbc.sql("select content from document_chunk where document_id = ? and number = ? and workspace_id = ?")
                .params(documentId, number, workspaceId())
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }

    /** Ends behind the last byte; fails where a chunk is missing because the document was deleted meanwhile. */
    private final class ChunkStream extends InputStream {

        private final String documentId;
        private final long size;
        private long position;
        private long number = -1;
        private byte[] chunk = new byte[0];

        ChunkStream(String documentId, long size, long position) {
            this.documentId = documentId;
            this.size = size;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position >= size) {
                return -1;
            }
            if (number != position / CHUNK) {
                number = position / CHUNK;
                chunk = chunk(documentId, number)
                        .orElseThrow(() -> new EOFException("The content of document " + documentId + " is gone."));
            }
            int within = (int) (position % CHUNK);
            int got = Math.min(length, chunk.length - within);
            System.arraycopy(chunk, within, target, offset, got);
            position += got;
            return got;
        }

        /** Skips without reading what is skipped. */
        @Override
        public long skip(long bytes) {
            long skipped = Math.max(0, Math.min(bytes, size - position));
            position += skipped;
            return skipped;
        }
    }
}
