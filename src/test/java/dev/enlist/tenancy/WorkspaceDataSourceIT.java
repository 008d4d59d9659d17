package dev.enlist.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One connection used by several workspaces in turn: it never works for the previous one. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkspaceDataSourceIT {

    @Autowired
    Worlds worlds;

    @Autowired
    JdbcConnectionDetails details;

    @Autowired
    DataSource shared;

    @Autowired
    WorkspaceVisits visits;

    @Autowired
    PlatformTransactionManager sharedTransactions;

    final List<String> statements = new ArrayList<>();
    HikariDataSource single;
    JdbcTemplate jdbc;
    TransactionTemplate transaction;
    WorkspaceRef one;
    WorkspaceRef other;

    /** The tests count the instances and create none. */
    @BeforeAll
    void oneWorkspaceWithAnInstance() {
        World world = worlds.organization();
        world.instance();
        one = world.workspace();
        other = worlds.stranger().workspace();
    }

    @BeforeEach
    void oneConnectionForAll() {
        statements.clear();
        single = pool();
        take(single);
    }

    private HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(details.getJdbcUrl());
        pool.setUsername(details.getUsername());
        pool.setPassword(details.getPassword());
        pool.setMaximumPoolSize(1);
        return pool;
    }

    private void take(HikariDataSource pool) {
        DataSource watched = ProxyDataSourceBuilder.create(pool)
                .afterQuery((execution, queries) -> queries.forEach(query -> {
                    if (query.getQuery().equals(WorkspaceDataSource.TELL)) {
                        statements.add(query.getQuery());
                    }
                }))
                .build();
        DataSource bound = new WorkspaceDataSource(watched, shared, 15, 5_000, Optional::empty);
        jdbc = new JdbcTemplate(bound);
        transaction = new TransactionTemplate(new JdbcTransactionManager(bound));
    }

    @AfterEach
    void close() {
        single.close();
    }

    @Test
    void isSetOnceWhileTheWorkspaceStaysTheSame() {
        assertThat(instances(one)).isEqualTo(1);
        assertThat(instances(one)).isEqualTo(1);
        inTransaction(one, () -> {});
        assertThat(statements).hasSize(1);

        assertThat(instances(other)).isZero();
        assertThat(statements).hasSize(2);
    }

    @Test
    void workWithoutAWorkspaceCostsNothingAndSeesNothing() {
        instances(one);

        assertThat(jdbc.queryForObject("select count(*) from program_instance", Long.class))
                .isZero();
        assertThat(jdbc.queryForObject("select current_workspace() || current_organization()", String.class))
                .isEmpty();

        instances(one);
        assertThat(statements).hasSize(1);
    }

    @Test
    void isRightAfterARollback() {
        inTransaction(one, () -> {
            throw new IllegalStateException("rolled back");
        });
        assertThat(workspace(other)).isEqualTo(other.workspaceId());

        inTransaction(other, () -> {
            throw new IllegalStateException("rolled back");
        });
        assertThat(workspace(other)).isEqualTo(other.workspaceId());
        assertThat(workspace(one)).isEqualTo(one.workspaceId());
        assertThat(instances(one)).isEqualTo(1);
    }

    @Test
    void isRightAfterAFailure() {
        inTransaction(one, () -> jdbc.execute("select 1 / 0"));
        assertThat(workspace(other)).isEqualTo(other.workspaceId());
        assertThat(instances(other)).isZero();

        assertThatThrownBy(() -> WorkspaceScope.run(other, () -> jdbc.execute("nonsense")))
                .isInstanceOf(DataAccessException.class);
        assertThat(workspace(one)).isEqualTo(one.workspaceId());
    }

    @Test
    void isRightWhereThePoolDoesNotCommitByItself() {
        single.close();
        single = pool();
        single.setAutoCommit(false);
        take(single);

        assertThat(workspace(one)).isEqualTo(one.workspaceId());
        assertThat(workspace(one)).isEqualTo(one.workspaceId());
        assertThat(statements).hasSize(1);
        assertThat(workspace(other)).isEqualTo(other.workspaceId());
    }

    /** Through the connection pool of the application, with many concurrent requests. */
    @Test
    void eachWorkspaceSeesItsOwnRowsUnderLoad() {
        JdbcTemplate many = new JdbcTemplate(shared);

        List<String> wrong = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> i % 2 == 0 ? one : other)
                .filter(workspace -> !WorkspaceScope.in(
                                workspace,
                                () -> many.queryForObject(
                                        "select current_workspace() || ' ' || count(*) from program_instance",
                                        String.class))
                        .equals(workspace.workspaceId() + (workspace == one ? " 1" : " 0")))
                .map(WorkspaceRef::workspaceId)
                .toList();

        assertThat(wrong).isEmpty();
    }

    @Test
    void aVisitEndsWhereItBegan() {
        JdbcTemplate application = new JdbcTemplate(shared);
        List<String> seen = new ArrayList<>();
        Runnable look = () -> seen.add(application.queryForObject("select current_workspace()", String.class));

        WorkspaceScope.run(
                one,
                () -> new TransactionTemplate(sharedTransactions).executeWithoutResult(status -> {
                    look.run();
                    visits.visit(other, look);
                    look.run();
                    assertThatThrownBy(() -> visits.visit(other, () -> {
                                look.run();
                                throw new IllegalStateException("on a visit");
                            }))
                            .hasMessage("on a visit");
                    look.run();
                }));

        String here = one.workspaceId();
        String there = other.workspaceId();
        assertThat(seen).containsExactly(here, there, here, there, here);
    }

    @Test
    void aVisitNeedsATransaction() {
        assertThatThrownBy(() -> WorkspaceScope.run(one, () -> visits.visit(other, () -> {})))
                .isInstanceOf(IllegalStateException.class);
    }

    private void inTransaction(WorkspaceRef workspace, Runnable work) {
        try {
            WorkspaceScope.run(
                    workspace,
                    () -> transaction.executeWithoutResult(status -> {
                        assertThat(jdbc.queryForObject("select current_workspace()", String.class))
                                .isEqualTo(workspace.workspaceId());
                        work.run();
                    }));
        } catch (IllegalStateException | DataAccessException expected) {
            assertThat(expected).isNotNull();
        }
    }

    private String workspace(WorkspaceRef scope) {
        return WorkspaceScope.in(scope, () -> jdbc.queryForObject("select current_workspace()", String.class));
    }

    private long instances(WorkspaceRef scope) {
        return WorkspaceScope.in(scope, () -> jdbc.queryForObject("select count(*) from program_instance", Long.class));
    }
}
