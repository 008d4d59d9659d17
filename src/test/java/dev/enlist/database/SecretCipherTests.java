package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** Encryption of stored secrets. */
class SecretCipherTests {

    private static final String OWNER = "cmwpmgs0p00a32665a3uo48w0";

    @TempDir
    Path directory;

    @Test
    void decryptionNeedsTheSameKeyAndOwner() {
        SecretCipher cipher = cipher("a key of thirty-two characters or more");
        byte[] secret = "a secret of a receiver".getBytes(StandardCharsets.UTF_8);
        byte[] encrypted = cipher.encrypt(secret, OWNER);

        assertThat(new String(encrypted, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
        assertThat(cipher.decrypt(encrypted, OWNER)).isEqualTo(secret);
        assertThat(cipher.encrypt(secret, OWNER)).isNotEqualTo(encrypted);
        assertThatThrownBy(() -> cipher.decrypt(encrypted, "another owner"))
                .isInstanceOf(SecretCipher.Unreadable.class);
        assertThatThrownBy(() -> cipher("another key of thirty-two characters").decrypt(encrypted, OWNER))
                .isInstanceOf(SecretCipher.Unreadable.class);
    }

    @Test
    void aKeyIsGeneratedOnceAndReadableByItsOwnerOnly() throws Exception {
        Path file = directory.resolve("data/secrets.key");

        byte[] key = SecretCipherKey.ofFile(file);

        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(SecretCipherKey.ofFile(file)).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> cipher("short")).hasMessageContaining("ENLIST_SECRETS_KEY");
    }

    private static SecretCipher cipher(String key) {
        MockEnvironment environment = new MockEnvironment().withProperty("enlist.secrets.key", key);
        return new SecretCipher(new SecretCipherKey(
                environment, JdbcClient.create(new org.springframework.jdbc.datasource.DriverManagerDataSource())));
    }
}
