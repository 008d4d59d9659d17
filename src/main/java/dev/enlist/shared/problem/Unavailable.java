package dev.enlist.shared.problem;

/** The request is sound and cannot be served now; the same request may succeed later. */
public class Unavailable extends Problem {

    private final int retryAfter;

    /** @param retryAfter seconds until the next attempt makes sense; at least 1 */
    public Unavailable(String code, String detail, int retryAfter) {
        super(Kind.UNAVAILABLE, code, detail);
        this.retryAfter = retryAfter;
    }

    /** Seconds, for the header {@code Retry-After}. */
    public int retryAfter() {
        return retryAfter;
    }
}
