package dev.enlist.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The migration replaces keys computed by the database with keys computed by Java. Records that turn out to be the same
 * person are kept and marked as duplicates. Runs on a database that has just the migrations before it.
 */
@EnlistIT
class EmailKeyMigrationIT {

    private static final String COMPOSED = "jos\u00E9@example.com";
    private static final String DECOMPOSED = "jose\u0301@example.com";
    private static final String DOTTED = "\u0130pek@example.com";

    @Autowired
    Databases databases;

    @Autowired
    Flyway flyway;

    @Test
    void keysAreComputedAnewAndDuplicatesAreKept() {
        try (TestDatabase database = databases.empty("keys")) {
            migrate(database, "46");
            database.sql("insert into organization (id, name, created_at) values ('o', 'Utility', now())")
                    .update();
            database.sql("""
                    insert into workspace (id, organization_id, slug, name, created_at)
                    values ('w', 'o', 'production', 'Production', now())
                    """).update();
            customer(database, "a", COMPOSED, COMPOSED);
            customer(database, "b", DECOMPOSED, DECOMPOSED);
            // as lower() of a database with another locale left it
            customer(database, "c", DOTTED, "ipek@example.com");
            user(database, "a", COMPOSED, COMPOSED);
            user(database, "b", DECOMPOSED, DECOMPOSED);
            user(database, "c", DOTTED, "ipek@example.com");

            migrate(database, "47");

            List<Map<String, Object>> customers = database.sql("select email_key, duplicate from customer order by id")
                    .query()
                    .listOfRows();
            assertThat(customers)
                    .extracting(row -> row.get("email_key"))
                    .containsExactly(COMPOSED, COMPOSED, "i\u0307pek@example.com");
            assertThat(customers).extracting(row -> row.get("duplicate")).containsExactly(0, 1, 0);
            assertThat(database.sql("select email_key from app_user order by id")
                            .query(String.class)
                            .list())
                    .containsExactly(COMPOSED, COMPOSED, "i\u0307pek@example.com");
            // a key names one member of a workspace: the second one keeps its rights and has its former key
            assertThat(database.sql("select email_key from workspace_member order by user_id")
                            .query(String.class)
                            .list())
                    .containsExactly(COMPOSED, DECOMPOSED, "i\u0307pek@example.com");
        }
    }

    private void migrate(TestDatabase database, String version) {
        Map<String, String> settings = database.settings();
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(
                        database.url(),
                        settings.get("SPRING_DATASOURCE_USERNAME"),
                        settings.get("SPRING_DATASOURCE_PASSWORD"))
                .target(version)
                .load()
                .migrate();
    }

    private static void customer(TestDatabase database, String id, String email, String key) {
        database.sql("""
                        insert into customer (id, workspace_id, email, email_key, first_name, last_name, created_at, updated_at, version)
                        values (?, 'w', ?, ?, 'Suzie', 'Homeowner', now(), now(), 0)
                        """).params(id, email, key).update();
    }

    /** A user who is a member of the workspace. */
    private static void user(TestDatabase database, String id, String email, String key) {
        database.sql("insert into app_user (id, email, created_at) values (?, ?, now())")
                .params(id, email)
                .update();
        database.sql("""
                        insert into workspace_member (workspace_id, user_id, id, email_key, display_name)
                        values ('w', ?, ?, ?, 'Reviewer')
                        """).params(id, id, key).update();
    }
}
