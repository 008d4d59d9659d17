package dev.enlist.branding;

import dev.enlist.shared.Sha256;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The content of the logos of the organization in scope, by its SHA-256. A replaced logo stays, because mails that were
 * sent before show it.
 */
@Repository
class LogoRepository {

    private final JdbcClient jdbc;

    LogoRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores a logo and returns its hash, 64 hexadecimal digits. */
    String store(LogoImage image, Instant at) {
        String hash = Sha256.hex(image.content());
        jdbc.sql("""
                        insert into brand_logo (organization_id, hash, media_type, content, created_at)
                        values (?, ?, ?, ?, ?) on conflict (organization_id, hash) do nothing
                        """)
                .params(
                        WorkspaceScope.current().organizationId(),
                        hash,
                        image.format().mediaType(),
                        image.content(),
                        Timestamp.from(at))
                .update();
        return hash;
    }

    /** The content of the logo with this hash and format. */
    Optional<byte[]> content(String hash, LogoFormat format) {
        return jdbc.sql("select content from brand_logo where organization_id = ? and hash = ? and media_type = ?")
                .params(WorkspaceScope.current().organizationId(), hash, format.mediaType())
                .query(byte[].class)
                .optional();
    }
}
