package dev.enlist.database;

import dev.enlist.shared.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The key that encrypts secrets. {@code ENLIST_SECRETS_KEY} sets it: any text of at least 32 characters. If it is not
 * set, the first start generates a key. With the embedded database the key is stored in a file next to the database
 * that only its owner can read. With an external database the key is stored in the database, because nodes share
 * nothing else; a copy of that database then contains the key together with the secrets, and the log warns about it.
 */
@Component
public class SecretCipherKey {

    static final int MIN_LENGTH = 32;

    private static final String FILE = "secrets.key";
    private static final int BYTES = 32;
    private static final Logger log = LoggerFactory.getLogger(SecretCipherKey.class);

    private final byte[] bytes;

    SecretCipherKey(Environment environment, JdbcClient jdbc) {
        String named = environment.getProperty("enlist.secrets.key", "");
        String url = environment.getProperty("spring.datasource.url", "");
        if (!named.isBlank()) {
            this.bytes = digest(named);
        } else if (url.isBlank()) {
            this.bytes = ofFile(Path.of(environment.getProperty("enlist.data.dir", ".enlist"), FILE));
        } else {
            log.warn("ENLIST_SECRETS_KEY is not set: the secrets of webhooks are encrypted with a key that is kept in"
                    + " the same database.");
            this.bytes = ofDatabase(jdbc);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Derives a key for another purpose; this key cannot be computed from it. */
    public byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM does not support SHA-256", e);
        }
    }

    private static byte[] digest(String named) {
        if (named.length() < MIN_LENGTH) {
            throw new IllegalStateException(
                    "ENLIST_SECRETS_KEY is too short; set at least " + MIN_LENGTH + " characters.");
        }
        return Sha256.of(named);
    }

    /** A data directory belongs to one running Enlist, so no other process creates the file concurrently. */
    static byte[] ofFile(Path file) {
        try {
            if (Files.notExists(file)) {
                Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
                // readable by the owner only, and renamed to its final name when it is complete
                Path fresh = Files.createTempFile(directory, FILE, null);
                Files.writeString(fresh, Base64.getEncoder().encodeToString(random()));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Base64.getDecoder().decode(Files.readString(file).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("The key for secrets cannot be written to " + file, e);
        }
    }

    private static byte[] ofDatabase(JdbcClient jdbc) {
        jdbc.sql("insert into secrets_key (key) values (?) on conflict do nothing")
                .param(random())
                .update();
        return jdbc.sql("select key from secrets_key").query(byte[].class).single();
    }

    private static byte[] random() {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return fresh;
    }
}
