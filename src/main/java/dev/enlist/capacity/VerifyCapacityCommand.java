package dev.enlist.capacity;

import dev.enlist.shared.OperatorCommand;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The command {@code verify-capacity}: compares every pool of every workspace with its ledger, prints the result and
 * exits with 0 if all agree, otherwise 1. Opens a database connection and starts nothing else.
 */
@ImportAutoConfiguration
public class VerifyCapacityCommand implements OperatorCommand {

    public static final String COMMAND = "verify-capacity";

    private static final Logger log = LoggerFactory.getLogger(VerifyCapacityCommand.class);

    @Override
    public String command() {
        return COMMAND;
    }

    @Override
    public int execute(String... arguments) {
        return run(arguments);
    }

    /** Runs the command; returns the exit code. */
    public static int run(String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(VerifyCapacityCommand.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(arguments)) {
            return verifyAll(context) ? 0 : 1;
        }
    }

    private static boolean verifyAll(ConfigurableApplicationContext context) {
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        transaction.setReadOnly(true);
        // one snapshot, so that a running application changes nothing between two queries
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        boolean agree = true;
        List<String> workspaces = jdbc.queryForList("select id from workspace order by id", String.class);
        for (String workspace : workspaces) {
            agree &= Boolean.TRUE.equals(transaction.execute(status -> verify(jdbc, workspace)));
        }
        log.info("{} workspaces, {}", workspaces.size(), agree ? "all agree" : "NOT ALL AGREE");
        return agree;
    }

    private static boolean verify(JdbcTemplate jdbc, String workspace) {
        jdbc.queryForObject("select set_config('enlist.workspace', ?, true)", String.class, workspace);
        Long pools =
                jdbc.queryForObject("select count(*) from capacity_pool where workspace_id = ?", Long.class, workspace);
        Long movements = jdbc.queryForObject(
                "select count(*) from capacity_movement where workspace_id = ?", Long.class, workspace);
        Map<String, Long> found = CapacityConsistencyQuery.of(jdbc, workspace);
        boolean agree = found.values().stream().allMatch(disagreeing -> disagreeing == 0);
        if (agree) {
            log.info("workspace {}: {} pools, {} movements, all agree", workspace, pools, movements);
        } else {
            log.error("workspace {}: {} pools, {} movements, DISAGREE: {}", workspace, pools, movements, found);
        }
        return agree;
    }
}
