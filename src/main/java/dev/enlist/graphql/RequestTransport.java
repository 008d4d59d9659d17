package dev.enlist.graphql;

/**
 * How a request was sent.
 *
 * @param streams  whether the answer is sent as server-sent events
 * @param keptOnce whether the answer is stored under an {@code Idempotency-Key}
 */
record RequestTransport(boolean streams, boolean keptOnce) {

    static final RequestTransport PLAIN = new RequestTransport(false, false);
}
