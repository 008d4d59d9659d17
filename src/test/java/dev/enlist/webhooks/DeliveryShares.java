package dev.enlist.webhooks;

import org.springframework.context.ApplicationContext;

/** What a workspace may use of the threads that deliver to webhooks, and the control of the tests about it: a workspace without this limit. */
public final class DeliveryShares {

    private static final int ENDLESS = 1_000;

    private DeliveryShares() {}

    /** Webhooks that a node delivers to at a time. */
    public static int workers() {
        return WebhookSender.MAX_WORKERS;
    }

    /** Lets a workspace use all threads of this node, as if there were no limit. */
    public static void lift(ApplicationContext node, String workspaceId) {
        WebhookSender.Share share = node.getBean(WebhookSender.class).shareOf(workspaceId);
        share.workers().release(ENDLESS);
        share.requests().release(ENDLESS);
    }
}
