package dev.enlist.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds customers by their e-mails, and inserts them where there are none, which JPA has no words for: one who loses a race
 * must find the winner's row, not an aborted transaction.
 */
@Component
class Newcomers {

    private static final String INSERT = """
            insert into customer (id, workspace_id, first_name, last_name, email, phone, street_one, street_two,
              city, state, postal_code, country, metadata, created_at, updated_at, version)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, 0)
            on conflict (workspace_id, email_key) do nothing
            """;

    private final JdbcTemplate jdbc;
    private final ObjectMapper mapper;

    Newcomers(JdbcTemplate jdbc, ObjectMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /**
     * The ids that belong to these e-mails. By JDBC, since Hibernate translates a query with a list of values
     * anew at each call.
     *
     * @return id by lower-case e-mail
     */
    Map<String, String> idsByEmail(Collection<String> lowerCaseEmails) {
        Map<String, String> ids = new HashMap<>();
        jdbc.query(
                "select email_key, id from customer where workspace_id = ? and email_key = any(?)",
                row -> {
                    ids.put(row.getString(1), row.getString(2));
                },
                WorkspaceScope.current().workspaceId(),
                lowerCaseEmails.toArray(String[]::new));
        return ids;
    }

    /** @param customers in the order of their e-mails, so that two who bring the same people cannot deadlock */
    void insert(List<Customer> customers) {
        String workspaceId = WorkspaceScope.current().workspaceId();
        jdbc.batchUpdate(
                INSERT,
                customers.stream().map(customer -> row(customer, workspaceId)).toList());
    }

    private Object[] row(Customer customer, String workspaceId) {
        PersonDetails person = customer.details();
        Optional<Address> address = Optional.ofNullable(person.address());
        return new Object[] {
            customer.getId(),
            workspaceId,
            person.firstName(),
            person.lastName(),
            person.email(),
            person.phone(),
            address.map(Address::streetOne).orElse(null),
            address.map(Address::streetTwo).orElse(null),
            address.map(Address::city).orElse(null),
            address.map(Address::state).orElse(null),
            address.map(Address::postalCode).orElse(null),
            address.map(Address::country).orElse(null),
            json(person.metadata()),
            Timestamp.from(customer.createdAt()),
            Timestamp.from(customer.updatedAt())
        };
    }

    private @Nullable String json(@Nullable Map<String, Object> metadata) {
        try {
            return metadata == null ? null : mapper.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What came as JSON can be written as JSON", e);
        }
    }
}
