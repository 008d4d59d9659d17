package dev.enlist.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The migration replaces keys computed by the database with keys computed by Java. Records that turn out to be the same
 * person are kept and marked as duplicates.
 */
@EnlistIT
class EmailKeyMigrationIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Test
    void keysAreComputedAnewAndDuplicatesAreKept() throws Exception {
        World world = worlds.organization();
        String local = Cuid.next();
        String composed = "jos\u00E9" + local + "@example.com";
        String decomposed = "jose\u0301" + local + "@example.com";
        List<String> ids =
                List.of(created(world, "a" + local), created(world, "b" + local), created(world, "c" + local));
        try (Connection connection =
                Objects.requireNonNull(owner.template().getDataSource()).getConnection()) {
            connection.setAutoCommit(false);
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            // the migration runs before the application serves anybody; here its jobs go on, and would meet it half-way
            jdbc.execute("lock table app_user, customer in access exclusive mode");
            jdbc.queryForObject(
                    "select set_config('enlist.workspace', ?, true)",
                    String.class,
                    world.workspace().workspaceId());
            String stored = "update customer set email = ?, email_key = ? where id = ?";
            jdbc.update(stored, composed, composed, ids.get(0));
            jdbc.update(stored, decomposed, decomposed, ids.get(1));
            // as lower() of a database with another locale left it
            jdbc.update(stored, "\u0130pek" + local + "@example.com", "ipek" + local + "@example.com", ids.get(2));
            jdbc.execute("alter table app_user alter column email_key drop not null");
            jdbc.update("insert into app_user (id, email, created_at) values (?, ?, now())", ids.get(0), composed);
            jdbc.update("insert into app_user (id, email, created_at) values (?, ?, now())", ids.get(1), decomposed);
            Context context = mock(Context.class);
            when(context.getConnection()).thenReturn(connection);

            new V47__EmailKeys().migrate(context);

            jdbc.queryForObject(
                    "select set_config('enlist.workspace', ?, true)",
                    String.class,
                    world.workspace().workspaceId());
            List<Map<String, Object>> customers = jdbc.queryForList(
                    "select id, email_key, duplicate from customer where id = any(?) order by id",
                    (Object) ids.toArray(String[]::new));
            assertThat(customers)
                    .extracting(row -> row.get("email_key"))
                    .containsExactly(composed, composed, "i\u0307pek" + local + "@example.com");
            assertThat(customers).extracting(row -> row.get("duplicate")).containsExactly(0, 1, 0);
            assertThat(jdbc.queryForList(
                            "select email_key from app_user where id = any(?) order by id", String.class, (Object)
                                    ids.toArray(String[]::new)))
                    .containsExactly(composed, composed);
            connection.rollback();
        }
    }

    private static String created(World world, String local) {
        return world.api()
                .post(
                        "/customers",
                        Json.object("{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\"}")
                                .put("email", local + "@example.com"))
                .created()
                .path("id")
                .asText();
    }
}
