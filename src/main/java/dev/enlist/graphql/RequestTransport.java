package dev.enlist.graphql;

/**
 * How a request came.
 *
 * @param streams  whether it is answered as server-sent events
 * @param keptOnce whether its answer is kept under an {@code Idempotency-Key}
 */
record RequestTransport(boolean streams, boolean keptOnce) {

    static final RequestTransport PLAIN = new RequestTransport(false, false);
}
