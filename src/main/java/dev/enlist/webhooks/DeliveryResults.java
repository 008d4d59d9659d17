package dev.enlist.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.tenancy.WorkspaceScope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores and reads the results of attempts. Ignores a result if another node has claimed the delivery meanwhile. */
@Repository
class DeliveryResults {

    private final JdbcClient jdbc;
    private final ObjectMapper mapper;
    private final RetryPolicy plan;
    private final Clock clock;
    private final Map<String, Timer> attempts;

    DeliveryResults(JdbcClient jdbc, ObjectMapper mapper, RetryPolicy plan, Clock clock, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.plan = plan;
        this.clock = clock;
        this.attempts = Stream.of("delivered", "pending", "failed")
                .collect(Collectors.toUnmodifiableMap(result -> result, result -> timer(result, metrics)));
    }

    private record Outcome(
            DeliveryResult tried, String status, @Nullable Instant due) {}

    private record Written(String id, int attempts, String orderingKey, String status) {}

    /** Stores results in two statements; returns the ordering keys of the finished deliveries. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> write(List<DeliveryResult> tried) {
        List<Outcome> outcomes = tried.stream().map(this::outcome).toList();
        List<Written> written = jdbc.sql("""
                        update webhook_delivery d
                        set status = r.status, attempts = d.attempts + 1, due_at = r.due::timestamptz, claim = null,
                            last_answer = r.answer,
                            finished_at = case when r.status = 'pending' then null else :now::timestamptz end
                        from unnest(:ids::text[], :claims::text[], :statuses::text[], :dues::text[], :answers::int[])
                             as r(id, claim, status, due, answer)
                        where d.workspace_id = :workspace and d.id = r.id and d.claim = r.claim
                        returning d.id, d.attempts, d.lane, d.status
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("workspace", workspaceId())
                .param("ids", outcomes.stream().map(o -> o.tried().due().id()).toArray(String[]::new))
                .param(
                        "claims",
                        outcomes.stream().map(o -> o.tried().due().claim()).toArray(String[]::new))
                .param("statuses", outcomes.stream().map(Outcome::status).toArray(String[]::new))
                .param(
                        "dues",
                        outcomes.stream()
                                .map(o -> o.due() == null ? null : o.due().toString())
                                .toArray(String[]::new))
                .param(
                        "answers",
                        outcomes.stream().map(o -> o.tried().answer().status()).toArray(Integer[]::new))
                .query((row, n) -> new Written(row.getString(1), row.getInt(2), row.getString(3), row.getString(4)))
                .list();
        writeAttempts(tried, written);
        outcomes.forEach(this::measure);
        return written.stream()
                .filter(delivery -> !delivery.status().equals("pending"))
                .map(Written::orderingKey)
                .toList();
    }

    /** A failed attempt that is tried again counts as {@code pending}. */
    private static Timer timer(String result, MeterRegistry metrics) {
        return Timer.builder("enlist.webhook.attempts")
                .description("Attempts to deliver to webhooks, by result")
                .tag("result", result)
                .register(metrics);
    }

    private void measure(Outcome outcome) {
        Objects.requireNonNull(attempts.get(outcome.status()))
                .record(Duration.ofMillis(outcome.tried().milliseconds()));
    }

    private Outcome outcome(DeliveryResult tried) {
        if (tried.answer().isSuccess()) {
            return new Outcome(tried, "delivered", null);
        }
        // the user who sends a test waits for its result, so it is not retried
        Optional<Instant> next = tried.due().test()
                ? Optional.empty()
                : plan.next(tried.due().attempts() + 1, tried.answer().retryAfter(), clock.instant());
        return new Outcome(tried, next.isPresent() ? "pending" : "failed", next.orElse(null));
    }

    /**
     * Numbers attempts after those in the log: enabling a webhook resets the count of attempts, and keeps their log.
     */
    private void writeAttempts(List<DeliveryResult> tried, List<Written> written) {
        Set<String> counting = written.stream().map(Written::id).collect(Collectors.toSet());
        List<DeliveryResult> counted = tried.stream()
                .filter(attempt -> counting.contains(attempt.due().id()))
                .toList();
        jdbc.sql("""
                        insert into webhook_attempt
                          (delivery_id, number, workspace_id, at, milliseconds, answer, error, request_headers,
                           answer_body)
                        select a.id, coalesce((select max(t.number) from webhook_attempt t where t.delivery_id = a.id), 0) + 1,
                               :workspace, a.at::timestamptz, a.milliseconds, a.answer, a.error,
                               a.headers::jsonb, a.body
                        from unnest(:ids::text[], :ats::text[], :milliseconds::int[], :answers::int[],
                                    :errors::text[], :headers::text[], :bodies::text[])
                             as a(id, at, milliseconds, answer, error, headers, body)
                        """)
                .param("workspace", workspaceId())
                .param("ids", counted.stream().map(t -> t.due().id()).toArray(String[]::new))
                .param("ats", counted.stream().map(t -> t.at().toString()).toArray(String[]::new))
                .param(
                        "milliseconds",
                        counted.stream().map(DeliveryResult::milliseconds).toArray(Integer[]::new))
                .param("answers", counted.stream().map(t -> t.answer().status()).toArray(Integer[]::new))
                .param("errors", counted.stream().map(t -> t.answer().error()).toArray(String[]::new))
                .param(
                        "headers",
                        counted.stream().map(t -> json(t.requestHeaders())).toArray(String[]::new))
                .param("bodies", counted.stream().map(t -> t.answer().body()).toArray(String[]::new))
                .update();
    }

    /** Returns the attempts of a delivery, the oldest first. */
    @Transactional(readOnly = true)
    public List<DeliveryAttempt> attempts(String deliveryId) {
        return jdbc.sql("""
                        select number, at, milliseconds, answer, error, request_headers::text, answer_body
                        from webhook_attempt where workspace_id = ? and delivery_id = ? order by number
                        """)
                .params(workspaceId(), deliveryId)
                .query((row, n) -> new DeliveryAttempt(
                        row.getInt(1),
                        row.getTimestamp(2).toInstant(),
                        row.getInt(3),
                        row.getObject(4, Integer.class),
                        row.getString(5),
                        headers(row.getString(6)),
                        row.getString(7)))
                .list();
    }

    private String json(Map<String, String> headers) {
        try {
            return mapper.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The headers of a delivery are not valid JSON", e);
        }
    }

    private Map<String, String> headers(String json) {
        try {
            return mapper.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The headers of a delivery are not valid JSON", e);
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
