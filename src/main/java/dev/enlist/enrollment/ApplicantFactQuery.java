package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.ApplicantFact;
import dev.enlist.customer.ApplicantFactSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads from enrollments what duplicates of a customer are found by. */
@Component
class ApplicantFactQuery implements ApplicantFactSource {

    private static final String FACTS = """
            select c.id, e.phone, e.street_one, e.street_two, e.city, e.state, e.postal_code, e.country, e.serial_number
            from unnest(?::text[]) as c (id)
            cross join lateral (
                select * from enrollment e
                where e.workspace_id = ? and e.customer_id = c.id
                  and (e.serial_number is not null or e.phone is not null or e.street_one is not null)
                order by e.id desc limit ?) e
            """;

    private final JdbcTemplate jdbc;

    ApplicantFactQuery(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ApplicantFact> factsOf(Collection<String> customerIds, int mostPerCustomer) {
        if (customerIds.isEmpty()) {
            return List.of();
        }
        return jdbc.query(
                FACTS,
                (row, n) -> new ApplicantFact(
                        row.getString(1),
                        row.getString(2),
                        new Address(
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8)),
                        row.getString(9)),
                customerIds.toArray(String[]::new),
                WorkspaceScope.current().workspaceId(),
                mostPerCustomer);
    }
}
