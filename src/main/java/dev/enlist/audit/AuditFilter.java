package dev.enlist.audit;

import dev.enlist.shared.TimeZones;
import dev.enlist.shared.json.InstantParser;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import jakarta.persistence.criteria.Predicate;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Filters audit entries; all given conditions apply.
 *
 * @param from first instant, inclusive
 * @param to   last instant, exclusive
 */
public record AuditFilter(
        @Nullable String action,
        @Nullable String subjectType,
        @Nullable String subjectId,
        @Nullable String actorId,
        @Nullable Instant from,
        @Nullable Instant to) {

    /**
     * Reads the parameters of a request. A date without a time is a day in the time zone of the workspace.
     *
     * @throws InvalidInput if {@code from} or {@code to} is invalid
     */
    public static AuditFilter of(Map<String, String> parameters, TimeZones zones) {
        List<Fault> faults = new ArrayList<>();
        AuditFilter filter = new AuditFilter(
                parameters.get("action"),
                parameters.get("subjectType"),
                parameters.get("subjectId"),
                parameters.get("actorId"),
                moment(parameters, "from", zones, InstantParser::beginning, faults),
                moment(parameters, "to", zones, InstantParser::end, faults));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return filter;
    }

    private static @Nullable Instant moment(
            Map<String, String> parameters,
            String name,
            TimeZones zones,
            BiFunction<String, Supplier<ZoneId>, Optional<Instant>> reader,
            List<Fault> faults) {
        String text = parameters.get(name);
        if (text == null) {
            return null;
        }
        Optional<Instant> moment = reader.apply(text, zones::ofWorkspace);
        if (moment.isEmpty()) {
            faults.add(new Fault("/" + name, InstantParser.EXPECTED));
        }
        return moment.orElse(null);
    }

    Specification<AuditEntry> specification() {
        return (root, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            texts().forEach((name, value) -> all.add(builder.equal(root.get(name), value)));
            if (from != null) {
                all.add(builder.greaterThanOrEqualTo(root.get("at"), from));
            }
            if (to != null) {
                all.add(builder.lessThan(root.get("at"), to));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }

    /** Renders this filter as SQL over {@code audit_entry e} and appends its parameters to {@code values}. */
    String sql(List<Object> values) {
        StringBuilder sql = new StringBuilder();
        Map<String, String> columns = Map.of(
                "action", "action", "subjectType", "subject_type", "subjectId", "subject_id", "actorId", "actor_id");
        texts().forEach((name, value) -> {
            sql.append(" and e.").append(columns.get(name)).append(" = ?");
            values.add(value);
        });
        if (from != null) {
            sql.append(" and e.at >= ?");
            values.add(Timestamp.from(from));
        }
        if (to != null) {
            sql.append(" and e.at < ?");
            values.add(Timestamp.from(to));
        }
        return sql.toString();
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        put(texts, "action", action);
        put(texts, "subjectType", subjectType);
        put(texts, "subjectId", subjectId);
        put(texts, "actorId", actorId);
        return texts;
    }

    private static void put(Map<String, String> texts, String name, @Nullable String value) {
        if (value != null) {
            texts.put(name, value);
        }
    }
}
