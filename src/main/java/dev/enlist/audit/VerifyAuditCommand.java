package dev.enlist.audit;

import dev.enlist.shared.OperatorCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The command {@code verify-audit}: verifies the audit trail of every workspace, logs the results and exits with 0 if
 * all are intact, otherwise with 1. Opens a database connection only: no web server, no engine, no migration. Earlier
 * chain heads are passed as {@code --head=<workspace>:<position>:<hash>}.
 */
@ImportAutoConfiguration
@EnableConfigurationProperties(AuditProperties.class)
public class VerifyAuditCommand implements OperatorCommand {

    public static final String COMMAND = "verify-audit";

    private static final int ID_LENGTH = 25;

    private static final Logger log = LoggerFactory.getLogger(VerifyAuditCommand.class);

    @Override
    public String command() {
        return COMMAND;
    }

    @Override
    public int execute(String... arguments) {
        return run(arguments);
    }

    /** Runs the command and returns the exit code. */
    public static int run(String... arguments) {
        Optional<Map<String, ChainHead>> heads = heads(new DefaultApplicationArguments(arguments));
        if (heads.isEmpty()) {
            log.error("Invalid --head; send --head=<workspace>:<position>:<64 hexadecimal digits>.");
            return 1;
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(VerifyAuditCommand.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(arguments)) {
            return verifyAll(context, heads.get()) ? 0 : 1;
        }
    }

    private static Optional<Map<String, ChainHead>> heads(ApplicationArguments arguments) {
        Map<String, ChainHead> heads = new HashMap<>();
        for (String text :
                Optional.ofNullable(arguments.getOptionValues("head")).orElse(List.of())) {
            Optional<ChainHead> head =
                    text.length() > ID_LENGTH ? ChainHead.read(text.substring(ID_LENGTH + 1)) : Optional.empty();
            if (head.isEmpty()) {
                return Optional.empty();
            }
            heads.put(text.substring(0, ID_LENGTH), head.get());
        }
        return Optional.of(heads);
    }

    /**
     * Whether the trail of a workspace is intact, and how many entries it has. The transaction must have the workspace
     * set.
     *
     * @param context with this class as a source
     */
    public static Trail trail(ApplicationContext context, String workspace) {
        VerificationResult found = verifier(context).verify(workspace, null);
        return new Trail(found.intact(), found.entries());
    }

    /** The result for one workspace. */
    public record Trail(boolean intact, long entries) {}

    private static ChainVerifier verifier(ApplicationContext context) {
        return new ChainVerifier(
                context.getBean(JdbcTemplate.class),
                new AuditDigest(context.getBean(AuditProperties.class).secret()));
    }

    private static boolean verifyAll(ConfigurableApplicationContext context, Map<String, ChainHead> heads) {
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        ChainVerifier verifier = verifier(context);
        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        boolean intact = true;
        List<String> workspaces = jdbc.queryForList("select id from workspace order by id", String.class);
        for (String workspace : workspaces) {
            VerificationResult found = transaction.execute(status -> {
                jdbc.queryForObject("select set_config('enlist.workspace', ?, true)", String.class, workspace);
                return verifier.verify(workspace, heads.get(workspace));
            });
            intact &= found != null && found.intact();
            logResult(workspace, found);
        }
        for (String expected : heads.keySet()) {
            if (!workspaces.contains(expected)) {
                log.error("workspace {} in --head does not exist", expected);
                intact = false;
            }
        }
        log.info("{} workspaces, {}", workspaces.size(), intact ? "all intact" : "NOT INTACT");
        return intact;
    }

    private static void logResult(String workspace, @Nullable VerificationResult found) {
        if (found == null || found.firstFault() == null) {
            log.info("workspace {}: {}", workspace, found);
            return;
        }
        log.error(
                "workspace {}: NOT INTACT at position {}: {} {}",
                workspace,
                found.firstFault().position(),
                found.firstFault().what(),
                found);
    }
}
