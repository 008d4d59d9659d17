package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the role that the application works as may do, and above all what it may not. */
@EnlistIT
class RoleIT {

    @Autowired
    Worlds worlds;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    OwnerJdbc owner;

    @Test
    void ownsNothingAndBypassesNothing() {
        assertThat(jdbc.queryForObject("select current_user", String.class)).isEqualTo("enlist_app");
        assertThat(worlds.shared(this).in(() -> jdbc.queryForObject("select current_user", String.class)))
                .isEqualTo("enlist_app");
        assertThat(jdbc.queryForMap("""
                        select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
                               exists (select 1 from pg_class where relowner = r.oid) as owns,
                               exists (select 1 from pg_auth_members where member = r.oid) as belongs
                        from pg_roles r where rolname = current_user
                        """))
                .allSatisfy((what, is) -> assertThat(is).as(what).isEqualTo(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update event_log set type = type",
                "delete from event_log",
                "truncate event_log",
                "update status_history set reason = reason",
                "delete from status_history",
                "truncate status_history",
                "truncate enrollment cascade",
                "delete from workspace",
                "select * from flyway_schema_history",
                "create table mine (id int)",
                "alter table enrollment disable row level security",
                "alter table event_log disable trigger all",
                "drop policy workspace on enrollment",
                "create role mine"
            })
    void mayNot(String sql) {
        World world = worlds.shared(this);

        assertThatThrownBy(() -> world.in(() -> jdbc.update(sql)))
                .as(sql)
                .rootCause()
                .message()
                .containsAnyOf("permission denied", "must be owner");
    }

    @Test
    void theHistoryGoesWithItsEnrollment() {
        World world = worlds.shared(this);
        String id = world.approvedEnrollment(world.instance());
        assertThat(history(id)).isPositive();

        world.api().delete("/enrollments/" + id).expect(204);

        assertThat(history(id)).isZero();
    }

    /** Nodes of the release before append to the view. */
    @Test
    void aStatusChangeIsAppendedToTheHistoryThroughItsView() {
        World world = worlds.shared(this);
        String id = world.approvedEnrollment(world.instance());
        long before = history(id);

        world.in(() -> jdbc.update("""
                        insert into status_change (enrollment_id, number, workspace_id, from_status, to_status, at, by_type,
                                                   by_id, by_name, reason, rule_set_slug, rule_set_version)
                        select enrollment_id, number + 1, workspace_id, to_status, 'unenrolled', at, by_type, by_id, by_name,
                               'Moved away', rule_set_slug, rule_set_version
                        from status_change where enrollment_id = ? order by number desc limit 1
                        """, id));

        assertThat(history(id)).isEqualTo(before + 1);
        assertThat(owner.sql("select reason from status_history where enrollment_id = ? and to_status = 'unenrolled'")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("Moved away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"superuser", "bypassrls"})
    void whoStandsAboveRowSecurityIsRefused(String attribute) {
        as(
                "create role unfit " + attribute,
                check -> assertThatThrownBy(check::afterPropertiesSet)
                        .isInstanceOfSatisfying(UnfitDatabaseRole.class, unfit -> {
                            assertThat(unfit).hasMessageContaining("role unfit, which row security does not bind");
                            assertThat(unfit.remedy()).startsWith("alter role unfit no");
                        }));
    }

    @Test
    void whoOwnsATableIsRefused() {
        as(
                "create role unfit; create table theirs (id int); alter table theirs owner to unfit",
                check -> assertThatThrownBy(check::afterPropertiesSet)
                        .isInstanceOfSatisfying(
                                UnfitDatabaseRole.class,
                                unfit -> assertThat(unfit)
                                        .hasMessageContaining("owns tables")
                                        .hasMessageContaining("theirs")));
    }

    @Test
    void whoBelongsToTheOwnerIsRefused() {
        as(
                "create role theowner; create table theirs (id int); alter table theirs owner to theowner;"
                        + " create role unfit in role theowner",
                check -> assertThatThrownBy(check::afterPropertiesSet)
                        .isInstanceOf(UnfitDatabaseRole.class)
                        .hasMessageContaining("member of their owner"));
    }

    @Test
    void whoIsNoneOfTheseServes() {
        as("create role unfit", DatabaseRoleValidator::afterPropertiesSet);
    }

    /** Checks a role that is there only within a transaction. */
    private void as(String creation, Consumer<DatabaseRoleValidator> test) {
        owner.template().execute((Connection connection) -> {
            connection.setAutoCommit(false);
            try {
                JdbcTemplate template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
                template.execute(creation);
                template.execute("set local role unfit");
                test.accept(new DatabaseRoleValidator(JdbcClient.create(template)));
            } finally {
                connection.rollback();
            }
            return List.of();
        });
    }

    private long history(String id) {
        return owner.sql("select count(*) from status_change where enrollment_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }
}
