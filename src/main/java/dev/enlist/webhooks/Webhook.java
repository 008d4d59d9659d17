package dev.enlist.webhooks;

import dev.enlist.events.Cursor;
import dev.enlist.events.EventFilter;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to the events of a workspace. It starts enabled, with the events from then on. The sender disables it
 * if its target responds with 410 (gone) or has accepted nothing for days. Enabled again, it continues where it
 * stopped. The secrets are stored encrypted.
 */
@Entity
@NotAudited("WebhookService records the actions of users; the position in the feed changes with each delivery")
public class Webhook extends AggregateRoot {

    /** How long the previous secret also signs after a rotation. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    @TenantId
    private @Nullable String workspaceId;

    private String url = "";
    private @Nullable String description;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> types = List.of();

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> programInstanceIds = List.of();

    private byte[] secret = {};
    private byte @Nullable [] previousSecret;
    private @Nullable Instant previousSecretUntil;
    private boolean enabled = true;
    private @Nullable String disabledReason;

    @Column(updatable = false)
    private long feedEpoch;

    @Column(updatable = false)
    private long feedPosition;

    @Column(insertable = false, updatable = false)
    private @Nullable Instant failingSince;

    protected Webhook() {}

    Webhook(WebhookDetails details, Cursor from, Instant at) {
        this.createdAt = at;
        this.feedEpoch = from.epoch();
        this.feedPosition = from.position();
        take(details, at);
    }

    void revise(WebhookDetails details, Instant at) {
        take(details, at);
    }

    private void take(WebhookDetails details, Instant at) {
        this.url = details.url();
        this.types = List.copyOf(details.types());
        this.programInstanceIds = List.copyOf(details.programInstanceIds());
        this.description = details.description();
        this.updatedAt = at;
    }

    /** Sets the first secret. */
    void sign(byte[] encrypted) {
        this.secret = encrypted;
    }

    /** Adds a new secret; for the overlap the previous secret signs as well. */
    void rotate(byte[] encrypted, Instant at) {
        this.previousSecret = secret;
        this.previousSecretUntil = at.plus(OVERLAP);
        this.secret = encrypted;
        this.updatedAt = at;
    }

    void enable(Instant at) {
        this.enabled = true;
        this.disabledReason = null;
        this.updatedAt = at;
    }

    /** Encrypted, the newest first. */
    List<byte[]> secrets(Instant now) {
        List<byte[]> valid = new ArrayList<>();
        valid.add(secret);
        if (previousSecret != null && previousSecretUntil != null && now.isBefore(previousSecretUntil)) {
            valid.add(previousSecret);
        }
        return valid;
    }

    EventFilter filter() {
        return new EventFilter(
                types.stream().flatMap(type -> EventFilter.type(type).stream()).toList(), programInstanceIds, null);
    }

    public WebhookDetails details() {
        return new WebhookDetails(url, types, programInstanceIds, description);
    }

    public String url() {
        return url;
    }

    public boolean enabled() {
        return enabled;
    }

    /** {@code gone} or {@code failing}; null while it is enabled. */
    public @Nullable String disabledReason() {
        return disabledReason;
    }

    /** Time since when no attempt succeeded; null while attempts succeed. */
    public @Nullable Instant failingSince() {
        return failingSince;
    }

    /** Until when deliveries carry two signatures; null if the secret was never rotated. */
    public @Nullable Instant previousSecretUntil() {
        return previousSecretUntil;
    }
}
