package dev.enlist.setup;

import dev.enlist.access.ApiKeyService;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What an empty database begins with; of no effect later.
 *
 * @param demo  whether the demo data is loaded; {@code ENLIST_DEMO}
 * @param admin the first administrator
 * @param api   the first server key
 */
@Validated
@ConfigurationProperties("enlist")
record SetupProperties(
        @DefaultValue("true") boolean demo,
        @DefaultValue Admin admin,
        @DefaultValue Api api) {

    /**
     * @param email    {@code ENLIST_ADMIN_EMAIL}
     * @param password {@code ENLIST_ADMIN_PASSWORD}; generated and shown once where absent
     */
    record Admin(
            @DefaultValue("admin@localhost") @NotBlank String email,
            @Nullable @Size(min = 8) String password) {}

    /** @param key {@code ENLIST_API_KEY}; generated and shown once where absent */
    record Api(
            @Nullable @Size(min = ApiKeyService.MIN_LENGTH) String key) {}
}
