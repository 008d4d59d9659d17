package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.ConnectionCallback;

@EnlistIT
class KeptPlanIT {

    /** PostgreSQL compares with the plan for any values from the sixth execution on. */
    private static final int EXECUTIONS = 12;

    private static final int LEAST_KEPT = 6;

    @Autowired
    OwnerJdbc owner;

    @Test
    void aStatementWithFewValuesIsNotPlannedAtEachExecution() {
        assertThat(executionsWithTheKeptPlan(List.of("a", "b"), true)).isGreaterThanOrEqualTo(LEAST_KEPT);
    }

    /** The reason for the class. If PostgreSQL behaves otherwise some day, the class can go. */
    @Test
    void withoutTheRepeatedValuesItIs() {
        assertThat(executionsWithTheKeptPlan(List.of("a", "b"), false)).isZero();
    }

    @Test
    void repeatsTheLastValueUpToTen() {
        assertThat(KeptPlan.array(List.of("a", "b")))
                .hasSize(10)
                .startsWith("a", "b")
                .containsOnly("a", "b");
        assertThat(KeptPlan.array(List.of())).isEmpty();
        List<String> many = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(KeptPlan.array(many)).containsExactlyElementsOf(many);
    }

    private int executionsWithTheKeptPlan(List<String> values, boolean kept) {
        return owner.template().execute((ConnectionCallback<Integer>) connection -> {
            fill(connection);
            connection
                    .createStatement()
                    .execute("prepare kept (text[]) as select key from kept_plan where key = any($1)");
            String array = String.join(",", kept ? KeptPlan.array(values) : values.toArray(String[]::new));
            for (int i = 0; i < EXECUTIONS; i++) {
                connection.createStatement().execute("execute kept ('{" + array + "}')");
            }
            try (ResultSet plans = connection
                    .createStatement()
                    .executeQuery("select generic_plans from pg_prepared_statements where name = 'kept'")) {
                plans.next();
                return plans.getInt(1);
            } finally {
                connection.createStatement().execute("deallocate kept; drop table kept_plan");
            }
        });
    }

    private static void fill(Connection connection) throws SQLException {
        connection.createStatement().execute("""
                        create temporary table kept_plan as select n::text as key from generate_series(1, 20000) n;
                        create index on kept_plan (key);
                        analyze kept_plan
                        """);
    }
}
