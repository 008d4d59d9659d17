package dev.enlist.support;

import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database as its owner sees it, a superuser, past row security: for tests that read rows of any workspace, or
 * insert rows that the application would reject.
 */
@TestComponent
public class OwnerJdbc {

    private final JdbcTemplate template;
    private final String password;

    OwnerJdbc(FlywayConnectionDetails owner) {
        this.password = String.valueOf(owner.getPassword());
        this.template = new JdbcTemplate(
                new DriverManagerDataSource(owner.getJdbcUrl(), owner.getUsername(), owner.getPassword()));
    }

    /** Of the superuser {@code postgres} of this PostgreSQL, for other databases in it. */
    public String password() {
        return password;
    }

    public JdbcTemplate template() {
        return template;
    }

    public JdbcClient.StatementSpec sql(String sql) {
        return JdbcClient.create(template).sql(sql);
    }
}
