package dev.enlist.customer;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Exports and erases in what a person resembles others, and of which records it was merged. Which other person it resembles
 * is data of the other one.
 */
@Component
@Order(150)
class DuplicatePersonalData implements PersonalDataSource {

    /** A resemblance to another customer. */
    record Resemblance(
            String customerId,
            int score,
            List<String> reasons,
            @Nullable Instant dismissedAt,
            Instant createdAt) {}

    /** A record that became part of a customer. */
    record Merged(String customerId, String mergedId, Instant mergedAt) {}

    private final JdbcTemplate jdbc;
    private final CustomerMergeRepository merges;

    DuplicatePersonalData(JdbcTemplate jdbc, CustomerMergeRepository merges) {
        this.jdbc = jdbc;
        this.merges = merges;
    }

    @Override
    public String section() {
        return "duplicates";
    }

    @Override
    public Set<String> tables() {
        return Set.of("duplicate_check", "duplicate_check_batch", "duplicate_key", "duplicate_pair", "customer_merge");
    }

    /** A merged customer and the one that it has become are one person. */
    @Override
    public PersonIdentifiers widen(PersonIdentifiers known) {
        return known.withCustomers(merges.of(known.customerIds()).stream()
                .flatMap(merge -> Stream.of(merge.mergedId(), merge.intoId()))
                .toList());
    }

    @Override
    public List<?> export(PersonIdentifiers person) {
        Stream<Object> resemblances = jdbc
                .query(
                        """
                        select c.id, p.score, p.reasons, p.dismissed_at, p.created_at
                        from unnest(?::text[]) as c (id)
                        join duplicate_pair p on p.first_id = c.id or p.second_id = c.id
                        where p.workspace_id = ? order by c.id, p.id
                        """,
                        (row, n) -> new Resemblance(
                                row.getString(1),
                                row.getInt(2),
                                List.of((String[]) row.getArray(3).getArray()),
                                row.getTimestamp(4) == null
                                        ? null
                                        : row.getTimestamp(4).toInstant(),
                                row.getTimestamp(5).toInstant()),
                        customers(person),
                        WorkspaceScope.current().workspaceId())
                .stream()
                .map(Object.class::cast);
        Stream<Object> merged = merges.of(person.customerIds()).stream()
                .map(merge -> new Merged(merge.intoId(), merge.mergedId(), merge.at()));
        return Stream.concat(resemblances, merged).toList();
    }

    /** Keys, pairs and merges go with the customer. The queue holds ids for some seconds, and drops those of no customer. */
    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }

    private static String[] customers(PersonIdentifiers person) {
        return person.customerIds().toArray(String[]::new);
    }
}
