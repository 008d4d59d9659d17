package dev.enlist.shared.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A named failure. Each subclass has one stable {@code code}. The HTTP layer maps the kind to a status in one place;
 * the other APIs map it to their own terms.
 */
public abstract class Problem extends RuntimeException {

    /** What sort of refusal; decides the HTTP status. */
    public enum Kind {
        INVALID_INPUT,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        PRECONDITION_FAILED,
        UNPROCESSABLE,
        TOO_LARGE,
        UNSUPPORTED_TYPE,
        TOO_MANY,
        UNAVAILABLE,
        TIMED_OUT
    }

    private final Kind kind;
    private final String code;
    private final Map<String, Object> properties = new LinkedHashMap<>();

    protected Problem(Kind kind, String code, String detail) {
        super(detail);
        this.kind = kind;
        this.code = code;
    }

    /** Adds a member to the problem document, such as the id of what stands in the way. */
    protected final void with(String name, Object value) {
        properties.put(name, value);
    }

    public Kind kind() {
        return kind;
    }

    /** Stable, kebab-case, for machines. */
    public String code() {
        return code;
    }

    public Map<String, Object> properties() {
        return Map.copyOf(properties);
    }

    public List<Fault> faults() {
        return List.of();
    }
}
