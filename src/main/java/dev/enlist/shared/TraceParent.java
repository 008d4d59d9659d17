package dev.enlist.shared;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent}, which carries a trace from one system to the next.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class TraceParent {

    public static final String HEADER = "traceparent";

    /** Version, trace id, parent id and flags, in versions after 00 perhaps more; ids of zeros are invalid. */
    private static final Pattern FORMAT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

    private TraceParent() {}

    /** Returns the span that the header names; an invalid one if there is no header or it is malformed. */
    public static SpanContext parse(@Nullable String header) {
        Matcher parts = FORMAT.matcher(String.valueOf(header));
        return parts.matches()
                ? SpanContext.createFromRemoteParent(
                        parts.group(1), parts.group(2), TraceFlags.fromHex(parts.group(3), 0), TraceState.getDefault())
                : SpanContext.getInvalid();
    }

    /** Returns the header for a span: 55 characters, version 00; null if the span is invalid. */
    public static @Nullable String of(SpanContext span) {
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }
}
