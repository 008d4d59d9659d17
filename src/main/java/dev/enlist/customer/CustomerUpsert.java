package dev.enlist.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.KeptPlan;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds customers by e-mail and inserts missing ones with {@code INSERT … ON CONFLICT}, which JPA does not support: on
 * a concurrent insert the second transaction must find the row of the first, and not be aborted.
 */
@Component
class CustomerUpsert {

    private static final String INSERT = """
            insert into customer (id, workspace_id, first_name, last_name, email, email_key, first_name_key, last_name_key, phone, street_one, street_two,
              city, state, postal_code, country, metadata, created_at, updated_at, version)
            select id, ?, first_name, last_name, email, email_key, first_name_key, last_name_key, phone, street_one, street_two,
              city, state, postal_code, country, metadata, at, at, 0
            from jsonb_to_recordset(?::jsonb) as newcomer (id text, first_name text, last_name text, email text,
              email_key text, first_name_key text, last_name_key text, phone text, street_one text, street_two text, city text, state text, postal_code text, country text,
              metadata jsonb, at timestamptz)
            on conflict (workspace_id, email_key, duplicate) do nothing
            returning email_key, id
            """;

    private final JdbcTemplate jdbc;
    private final ObjectMapper mapper;

    CustomerUpsert(JdbcTemplate jdbc, ObjectMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /**
     * The ids that belong to these keys of e-mails. By JDBC, since Hibernate translates a query with a list of values
     * anew at each call.
     *
     * @return id by key of the e-mail
     */
    Map<String, String> idsByEmail(Collection<String> keys) {
        Map<String, String> ids = new HashMap<>();
        jdbc.query(
                "select email_key, id from customer where workspace_id = ? and email_key = any(?)"
                        + " and duplicate = 0",
                row -> {
                    ids.put(row.getString(1), row.getString(2));
                },
                WorkspaceScope.current().workspaceId(),
                KeptPlan.array(keys));
        return ids;
    }

    /**
     * One statement, however many they are.
     *
     * @param customers ordered by e-mail, so that two transactions with the same people cannot deadlock
     * @return ids of those that are new, by key of the e-mail; the others were there already
     */
    Map<String, String> insert(List<Customer> customers) {
        Map<String, String> ids = new HashMap<>();
        jdbc.query(
                INSERT,
                row -> {
                    ids.put(row.getString(1), row.getString(2));
                },
                WorkspaceScope.current().workspaceId(),
                json(customers.stream().map(CustomerUpsert::row).toList()));
        return ids;
    }

    private static Map<String, @Nullable Object> row(Customer customer) {
        PersonDetails person = customer.details();
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", customer.getId());
        row.put("first_name", person.firstName());
        row.put("last_name", person.lastName());
        row.put("email", person.email());
        row.put("email_key", EmailKey.of(person.email()).value());
        row.put("first_name_key", PersonSearch.key(person.firstName()));
        row.put("last_name_key", PersonSearch.key(person.lastName()));
        row.put("phone", person.phone());
        Address address = person.address();
        if (address != null) {
            row.put("street_one", address.streetOne());
            row.put("street_two", address.streetTwo());
            row.put("city", address.city());
            row.put("state", address.state());
            row.put("postal_code", address.postalCode());
            row.put("country", address.country());
        }
        row.put("metadata", person.metadata());
        row.put("at", customer.createdAt().toString());
        return row;
    }

    private String json(Object rows) {
        try {
            return mapper.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What came as JSON can be written as JSON", e);
        }
    }
}
