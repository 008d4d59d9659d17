package dev.enlist.audit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param key secret of 32 characters or more, the same on every node and for as long as the trail is kept;
 *            {@code ENLIST_AUDIT_KEY}. Without it the chain shows what was changed by somebody who did not also
 *            compute it anew; with it nobody can who has the database alone
 */
@ConfigurationProperties("enlist.audit")
record AuditProperties(@Nullable String key) {

    private static final int SHORTEST = 32;

    AuditProperties {
        if (key != null && key.isBlank()) {
            key = null;
        }
        if (key != null && key.length() < SHORTEST) {
            throw new IllegalArgumentException("ENLIST_AUDIT_KEY has " + SHORTEST + " characters or more.");
        }
    }

    byte @Nullable [] secret() {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the key, which a log must not show. */
    @Override
    public String toString() {
        return "AuditProperties[" + (key == null ? "no key" : "a key") + "]";
    }
}
