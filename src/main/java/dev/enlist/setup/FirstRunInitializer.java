package dev.enlist.setup;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.PasswordPolicy;
import dev.enlist.access.UserService;
import dev.enlist.database.ClusterLock;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.tenancy.DemoLoadRegistry;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Sets up an empty database, on one of the nodes that start together. Each step is skipped if it was done before. The
 * last step, which creates the administrator and the key, completes the set-up.
 */
@Component
class FirstRunInitializer implements ApplicationRunner {

    private static final String LOCK = "first-run";

    /** Longest wait for another node that sets up the same database, including demo data. */
    private static final Duration WAIT = Duration.ofMinutes(10);

    private static final AuditContext ORIGIN = AuditContext.of(Actor.process("setup", "First start"));

    private static final Logger log = LoggerFactory.getLogger(FirstRunInitializer.class);

    private final SetupProperties properties;
    private final TenancyService tenancy;
    private final UserService users;
    private final PasswordPolicy passwords;
    private final ApiKeyService keys;
    private final DemoData demo;
    private final DemoLoadRegistry loads;
    private final WelcomePrinter welcome;
    private final ClusterLock locks;

    FirstRunInitializer(
            SetupProperties properties,
            TenancyService tenancy,
            UserService users,
            PasswordPolicy passwords,
            ApiKeyService keys,
            DemoData demo,
            DemoLoadRegistry loads,
            WelcomePrinter welcome,
            ClusterLock locks) {
        this.properties = properties;
        this.tenancy = tenancy;
        this.users = users;
        this.passwords = passwords;
        this.keys = keys;
        this.demo = demo;
        this.loads = loads;
        this.welcome = welcome;
        this.locks = locks;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (!tenancy.isUnused()) {
            return;
        }
        try (ClusterLock.Held turn = locks.acquire(LOCK, WAIT)
                .orElseThrow(() -> new IllegalStateException("Another node has been setting this database up for "
                        + WAIT.toMinutes() + " minutes. Check the log of that node, then start this one again."))) {
            if (tenancy.isUnused()) {
                try (AuditContext.Entered origin = AuditContext.enter(ORIGIN)) {
                    setUp();
                }
            }
        }
    }

    private void setUp() {
        String password = Optional.ofNullable(properties.admin().password()).orElseGet(passwords::generate);
        if (password.length() < PasswordPolicy.MIN_LENGTH) {
            log.warn(
                    "ENLIST_ADMIN_PASSWORD has fewer than {} characters. Use such a password for a trial only.",
                    PasswordPolicy.MIN_LENGTH);
        }
        String organizationId = tenancy.firstOrganization("Enlist");
        WorkspaceRef sandbox = tenancy.workspace(organizationId, "sandbox", "Sandbox", workspace -> {});
        String[] key = new String[1];
        WorkspaceRef production = tenancy.workspace(organizationId, "production", "Production", workspace -> {
            String accountId = users.create(
                    properties.admin().email(),
                    "Administrator",
                    password,
                    workspace,
                    Role.ADMINISTRATOR,
                    Role.REVIEWER,
                    Role.ANALYST);
            users.join(accountId, "Administrator", sandbox, Role.ADMINISTRATOR);
            key[0] = firstKey(workspace);
        });
        Optional<DemoData.Opened> opened = properties.demo()
                ? Optional.of(WorkspaceScope.in(production, () -> demo.open(properties.demoPeople())))
                : Optional.empty();
        welcome.show(
                properties.admin().email(),
                properties.admin().password() == null ? Optional.of(password) : Optional.empty(),
                properties.api().key() == null ? Optional.of(key[0]) : Optional.empty(),
                opened.map(DemoData.Opened::battery));
        opened.ifPresent(programs -> fill(production, programs));
    }

    /**
     * A history takes a while: it is loaded while the application serves already, after the credentials were
     * shown. A stop in the middle leaves the part that was loaded.
     */
    private void fill(WorkspaceRef workspace, DemoData.Opened programs) {
        if (programs.people() == 0) {
            load(workspace, programs);
            return;
        }
        Thread loader = new Thread(
                () -> {
                    try (AuditContext.Entered origin = AuditContext.enter(ORIGIN)) {
                        load(workspace, programs);
                    } catch (RuntimeException e) {
                        log.error("The demo data could not be loaded completely", e);
                    }
                },
                "demo-data");
        loader.setDaemon(true);
        loader.start();
    }

    private void load(WorkspaceRef workspace, DemoData.Opened programs) {
        log.info("Loading the demo data with a history of {} people", programs.people());
        long begun = System.nanoTime();
        loads.during(workspace, () -> WorkspaceScope.run(workspace, () -> demo.fill(workspace, programs)));
        log.info(
                "Loaded the demo data in {} s",
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    private String firstKey(WorkspaceRef workspace) {
        String given = properties.api().key();
        if (given == null) {
            return keys.issue(workspace, "First server key");
        }
        keys.register(workspace, "First server key", given);
        return given;
    }
}
