package dev.enlist.support;

import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database as its owner sees it, a superuser, past row security: for tests that look at what is stored in whatever
 * workspace, or put there what the application could not.
 */
@TestComponent
public class OwnerJdbc {

    private final JdbcTemplate template;

    OwnerJdbc(FlywayConnectionDetails owner) {
        this.template = new JdbcTemplate(
                new DriverManagerDataSource(owner.getJdbcUrl(), owner.getUsername(), owner.getPassword()));
    }

    public JdbcTemplate template() {
        return template;
    }

    public JdbcClient.StatementSpec sql(String sql) {
        return JdbcClient.create(template).sql(sql);
    }
}
