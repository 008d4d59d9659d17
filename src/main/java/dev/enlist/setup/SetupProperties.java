package dev.enlist.setup;

import dev.enlist.access.ApiKeyService;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the first start creates in an empty database. Ignored afterwards.
 *
 * @param demo  whether the demo data is loaded; {@code ENLIST_DEMO}
 * @param demoPeople how many people the history of the demo data has; {@code ENLIST_DEMO_PEOPLE}; 0 for no history, which
 *                   starts faster
 * @param admin the first administrator
 * @param api   the first server key
 */
@Validated
@ConfigurationProperties("enlist")
record SetupProperties(
        @DefaultValue("true") boolean demo,
        @DefaultValue("2000") @PositiveOrZero int demoPeople,
        @Valid @DefaultValue Admin admin,
        @Valid @DefaultValue Api api) {

    /**
     * @param email    {@code ENLIST_ADMIN_EMAIL}
     * @param password {@code ENLIST_ADMIN_PASSWORD}, at most 72 characters, because BCrypt ignores the rest; generated
     *                 and printed once where absent or blank
     */
    record Admin(
            @DefaultValue("admin@localhost") @NotBlank String email,
            @Nullable @Size(max = 72) String password) {

        Admin {
            password = orAbsent(password);
        }
    }

    /** @param key {@code ENLIST_API_KEY}; generated and printed once where absent or blank */
    record Api(
            @Nullable @Size(min = ApiKeyService.MIN_LENGTH) String key) {

        Api {
            key = orAbsent(key);
        }
    }

    /** Compose files pass an empty text for a variable that is not set. */
    private static @Nullable String orAbsent(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
