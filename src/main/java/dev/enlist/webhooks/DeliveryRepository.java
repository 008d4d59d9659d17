package dev.enlist.webhooks;

import dev.enlist.events.Cursor;
import dev.enlist.events.EventFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Queues deliveries and stores their results, one transaction for each step. No transaction is open while a target is
 * contacted.
 */
@Service
class DeliveryRepository {

    private static final Logger log = LoggerFactory.getLogger(DeliveryRepository.class);

    static final int BATCH_SIZE = 1000;

    /** With this number of pending deliveries, further events stay in the feed, where they cost nothing. */
    private static final int MAX_PENDING = 10_000;

    private static final int GONE = 410;

    private final EventFeed feed;
    private final WebhookRepository webhooks;
    private final WebhookStateRepository rows;
    private final DeliveryQueue queue;
    private final DeliveryResults results;

    DeliveryRepository(
            EventFeed feed,
            WebhookRepository webhooks,
            WebhookStateRepository rows,
            DeliveryQueue queue,
            DeliveryResults results) {
        this.feed = feed;
        this.webhooks = webhooks;
        this.rows = rows;
        this.queue = queue;
        this.results = results;
    }

    /** Creates deliveries from the next batch of events; returns whether there may be more events. */
    @Transactional
    public boolean queueFromFeed(String webhookId) {
        Optional<Cursor> from = rows.lockFeed(webhookId);
        if (from.isEmpty() || queue.holds(webhookId, MAX_PENDING)) {
            return false;
        }
        Webhook webhook = webhooks.findById(webhookId).orElseThrow();
        EventFeed.Slice slice = feed.after(from.get(), webhook.filter(), BATCH_SIZE);
        if (!slice.events().isEmpty()) {
            queue.append(webhookId, slice.events());
        }
        if (!slice.next().equals(from.get())) {
            rows.advance(webhookId, slice.next());
        }
        return slice.events().size() == BATCH_SIZE;
    }

    /** Stores results, and makes the delivery after each finished one due. */
    @Transactional
    public void write(String webhookId, List<DeliveryResult> tried) {
        if (!rows.lock(webhookId)) {
            return;
        }
        List<String> over = results.write(tried);
        queue.makeNextDue(webhookId, new ArrayList<>(over));
        boolean gone = tried.stream()
                .anyMatch(
                        attempt -> Integer.valueOf(GONE).equals(attempt.answer().status()));
        if (tried.stream().anyMatch(attempt -> attempt.answer().isSuccess()) && !gone) {
            if (rows.succeeded(webhookId)) {
                queue.makeRetriesDue(webhookId, false);
            }
            return;
        }
        rows.failed(webhookId, gone);
        if (gone) {
            log.info("Webhook {} was disabled: its target responded with 410 Gone.", webhookId);
        }
    }
}
