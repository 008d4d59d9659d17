package dev.enlist.webhooks;

import dev.enlist.database.SecretCipher;
import dev.enlist.events.CloudEvent;
import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import dev.enlist.events.EventFilter;
import dev.enlist.jobs.JobQueue;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Manages the webhooks of the workspace in scope, and shows their deliveries. */
@Service
public class WebhookService {

    /** Wire names of the fields that may order a list of webhooks or deliveries. */
    public static final Map<String, String> SORTABLE = Map.of("createdAt", "createdAt");

    static final int MOST = 50;

    private final WebhookRepository webhooks;
    private final DeliveryJpaRepository deliveries;
    private final BoundedCounter totals;
    private final DeliveryQueue queue;
    private final DeliveryResults results;
    private final WebhookStateRepository rows;
    private final WebhookMessageBuilder envelopes;
    private final EventFeed feed;
    private final TargetValidator targets;
    private final SecretCipher cipher;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final JobQueue jobs;
    private final Clock clock;

    WebhookService(
            WebhookRepository webhooks,
            DeliveryJpaRepository deliveries,
            BoundedCounter totals,
            DeliveryQueue queue,
            DeliveryResults results,
            WebhookStateRepository rows,
            WebhookMessageBuilder envelopes,
            EventFeed feed,
            TargetValidator targets,
            SecretCipher cipher,
            JdbcClient jdbc,
            ApplicationEventPublisher events,
            JobQueue jobs,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.totals = totals;
        this.queue = queue;
        this.results = results;
        this.rows = rows;
        this.envelopes = envelopes;
        this.feed = feed;
        this.targets = targets;
        this.cipher = cipher;
        this.jdbc = jdbc;
        this.events = events;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** A webhook and its secret. Only the responses to creation and rotation contain the secret. */
    public record WebhookWithSecret(Webhook webhook, String secret) {}

    /** A delivery with all requests and responses. */
    public record Account(Delivery delivery, CloudEvent event, List<DeliveryAttempt> attempts) {}

    /** Creates a webhook that receives events from now on. */
    @Transactional
    public WebhookWithSecret subscribe(WebhookDetails details) {
        mustBeSound(details);
        if (webhooks.count() >= MOST) {
            throw new Conflict("too-many-webhooks", "A workspace has " + MOST + " webhooks at most.");
        }
        Webhook webhook = new Webhook(details, feed.end(), clock.instant());
        byte[] secret = Signature.newSecret();
        webhook.sign(cipher.encrypt(secret, webhook.getId()));
        webhooks.saveAndFlush(webhook);
        rows.registerWorkspace();
        note("webhook.subscribe", webhook.getId(), Map.of("url", details.url()));
        return new WebhookWithSecret(webhook, Signature.wire(secret));
    }

    @Transactional(readOnly = true)
    public Webhook webhook(String id) {
        return webhooks.findById(id).orElseThrow(() -> new NotFound("webhook"));
    }

    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, Function<Webhook, T> shape) {
        return query.fetch(webhooks, (root, q, builder) -> builder.conjunction(), Webhook::getId, shape);
    }

    @Transactional
    public Webhook revise(String id, @Nullable String ifMatch, UnaryOperator<WebhookDetails> change) {
        Webhook webhook = locked(id);
        EntityTags.check(ifMatch, webhook.version());
        WebhookDetails wanted = change.apply(webhook.details());
        mustBeSound(wanted);
        note("webhook.change", id, Map.of("url", wanted.url()));
        webhook.revise(wanted, clock.instant());
        jobs.enqueue(WebhookSender.KIND);
        return webhooks.saveAndFlush(webhook);
    }

    /** Deletes a webhook, its deliveries and their log. */
    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        Webhook webhook = locked(id);
        EntityTags.check(ifMatch, webhook.version());
        webhooks.delete(webhook);
        note("webhook.delete", id, Map.of());
    }

    /** Rotates the secret. For 24 hours the previous secret signs as well. */
    @Transactional
    public WebhookWithSecret rotateSecret(String id) {
        Webhook webhook = locked(id);
        byte[] secret = Signature.newSecret();
        webhook.rotate(cipher.encrypt(secret, id), clock.instant());
        note("webhook.rotateSecret", id, Map.of());
        return new WebhookWithSecret(webhooks.saveAndFlush(webhook), Signature.wire(secret));
    }

    /**
     * Enables a webhook. It continues with the pending deliveries, then with the events that happened meanwhile.
     * Idempotent.
     */
    @Transactional
    public Webhook enable(String id) {
        Webhook webhook = locked(id);
        if (!webhook.enabled()) {
            webhook.enable(clock.instant());
            webhooks.saveAndFlush(webhook);
            rows.forgetFailures(id);
            queue.makeRetriesDue(id, true);
            jobs.enqueue(WebhookSender.KIND);
            note("webhook.enable", id, Map.of());
        }
        return webhook;
    }

    /** Sends a test event at once, without retry; returns the delivery. */
    @Transactional
    public Delivery test(String id) {
        enabled(id);
        String delivery =
                queue.appendAlone(id, Cuid.next(), WebhookMessageBuilder.TEST_TYPE, id, Cursor.BEGINNING, null);
        return delivery(id, delivery);
    }

    /** Sends the event of a delivery again, under its original id. Does not wait for pending deliveries. */
    @Transactional
    public Delivery resend(String id, String deliveryId) {
        enabled(id);
        Delivery earlier = delivery(id, deliveryId);
        if (earlier.status().equals("pending")) {
            throw new Conflict("still-pending", "This delivery is not over yet.");
        }
        String again = queue.appendAlone(
                id, earlier.eventId(), earlier.eventType(), earlier.subject(), earlier.cursor(), deliveryId);
        return delivery(id, again);
    }

    private void enabled(String id) {
        if (!webhook(id).enabled()) {
            throw new Conflict("webhook-disabled", "This webhook is disabled; enable it first.");
        }
    }

    /**
     * @param status deliveries with this status; null for all
     */
    @Transactional(readOnly = true)
    public <T> Page<T> deliveries(String id, @Nullable String status, ListQuery query, Function<Delivery, T> shape) {
        webhook(id);
        Specification<Delivery> filter = (root, q, builder) -> {
            var ofWebhook = builder.equal(root.get("webhookId"), id);
            return status == null ? ofWebhook : builder.and(ofWebhook, builder.equal(root.get("status"), status));
        };
        return query.fetch(deliveries, filter, Delivery::id, shape, () -> totals.of(Delivery.class, filter));
    }

    @Transactional(readOnly = true)
    public Account account(String id, String deliveryId) {
        Delivery delivery = delivery(id, deliveryId);
        return new Account(delivery, envelopes.event(delivery), results.attempts(deliveryId));
    }

    private Delivery delivery(String id, String deliveryId) {
        return deliveries.findByIdAndWebhookId(deliveryId, id).orElseThrow(() -> new NotFound("delivery"));
    }

    /** Locks the row: the sender updates it too. */
    private Webhook locked(String id) {
        if (!rows.lock(id)) {
            throw new NotFound("webhook");
        }
        return webhook(id);
    }

    private void mustBeSound(WebhookDetails details) {
        List<Fault> faults = new ArrayList<>();
        targets.fault(details.url()).ifPresent(fault -> faults.add(new Fault("/url", fault)));
        for (int i = 0; i < details.types().size(); i++) {
            if (EventFilter.type(details.types().get(i)).isEmpty()) {
                faults.add(new Fault("/types/" + i, "is no type, such as enrollment.status_changed"));
            }
        }
        Set<String> known = instances(details.programInstanceIds());
        for (int i = 0; i < details.programInstanceIds().size(); i++) {
            if (!known.contains(details.programInstanceIds().get(i))) {
                faults.add(new Fault("/programInstanceIds/" + i, "names no program instance of this workspace"));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private Set<String> instances(List<String> ids) {
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql("select id from program_instance where workspace_id = ? and id = any(?)")
                        .params(WorkspaceScope.current().workspaceId(), ids.toArray(String[]::new))
                        .query(String.class)
                        .list());
    }

    private void note(String action, String id, Map<String, Object> after) {
        events.publishEvent(new AuditNote(action, "webhook", id, Map.of(), after));
    }
}
