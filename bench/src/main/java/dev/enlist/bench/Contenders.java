package dev.enlist.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who runs against whom: each a JVM of its own with the same heap, its own database, and the one PostgreSQL.
 *
 * @param root of the project, with {@code target/enlist.jar}
 * @param logs directory for what they say
 */
record Contenders(Path root, Path logs, Postgres postgres) implements AutoCloseable {

    static final String USER = "postgres";

    static Contenders of(Path root) {
        Path logs = root.resolve("target/bench");
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Contenders(root, logs, Postgres.start(logs.resolve("postgres-" + ProcessHandle.current().pid())));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    private Path jar() {
        return root.resolve("target/enlist.jar");
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The product, on the database named; made where it is empty. */
    Server product(String database) {
        return product(database, List.of("-jar", jar().toString()));
    }

    private Server product(String database, List<String> command) {
        return product("product", database, command);
    }

    private Server product(String name, String database, List<String> command) {
        return Server.start(logs, name, command, productSettings(database), "/actuator/health/readiness");
    }

    /** This build of the product, and the same tree on another engine; see {@code bin/rehearse-operaton}. */
    enum Build {
        THIS("Camunda"),
        OTHER("Operaton");

        private final String engine;

        Build(String engine) {
            this.engine = engine;
        }

        String engine() {
            return engine;
        }
    }

    private Path rootOf(Build build) {
        return switch (build) {
            case THIS -> root;
            case OTHER -> Path.of(Objects.requireNonNull(
                            System.getProperty("bench.other"),
                            "-Dbench.other names the directory that bin/rehearse-operaton made"))
                    .toAbsolutePath();
        };
    }

    Server product(Build build, String database) {
        return product(
                "product on " + build.engine(),
                database,
                List.of("-jar", rootOf(build).resolve("target/enlist.jar").toString()));
    }

    /** Runs the command {@code verify} of a build on a database; fails if a promise does not hold. */
    void verify(Build build, String database) {
        Server.run(
                logs,
                "verify on " + build.engine(),
                List.of("-jar", rootOf(build).resolve("target/enlist.jar").toString(), "verify"),
                productSettings(database));
    }

    /** The loop of decisions on the class path of a build; it comes from the classes of that build's own benchmark. */
    Worker productDecisions(Build build) {
        return productDecisions("decisions on " + build.engine(), rootOf(build));
    }

    private Map<String, String> productSettings(String database) {
        return Map.ofEntries(
                Map.entry("SPRING_DATASOURCE_URL", postgres.url(database) + "?reWriteBatchedInserts=true"),
                Map.entry("SPRING_DATASOURCE_USERNAME", USER),
                Map.entry("SPRING_DATASOURCE_PASSWORD", USER),
                Map.entry("ENLIST_API_KEY", Product.KEY),
                Map.entry("ENLIST_ADMIN_PASSWORD", Product.PASSWORD),
                Map.entry("ENLIST_DEMO", "false"),
                // no second person is there to confirm
                Map.entry("ENLIST_BULK_CONFIRM_ABOVE", "1000000"),
                // the limits that protect an installation would be what is measured
                Map.entry("ENLIST_LIMITS_CALLER_PER_SECOND", "0"),
                Map.entry("ENLIST_LIMITS_WORKSPACE_PER_SECOND", "0"),
                Map.entry("ENLIST_LIMITS_ADDRESS_PER_SECOND", "0"),
                Map.entry("ENLIST_APPLICATIONS_MINIMUMTIME", "0s"),
                Map.entry("ENLIST_APPLICATIONS_LIMITS_STARTS", "1000000"),
                Map.entry("ENLIST_APPLICATIONS_LIMITS_SUBMISSIONS", "1000000"));
    }

    /** Unpacks the jar, and keeps the classes that a start loads, as the Docker image does. */
    void archive(String database) {
        String unpacked = unpacked().toString();
        List<String> extract =
                List.of("-Djarmode=tools", "-jar", jar().toString(), "extract", "--force", "--destination", unpacked);
        Server.run(logs, "unpack", extract, Map.of());
        Server.run(
                logs,
                "archive",
                List.of(
                        "-XX:ArchiveClassesAtExit=" + unpacked().resolve("enlist.jsa"),
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        unpacked().resolve("enlist.jar").toString()),
                productSettings(database));
    }

    private Path unpacked() {
        return logs.resolve("unpacked");
    }

    /** The product as {@link #archive} left it. */
    Server archivedProduct(String database) {
        String jar = unpacked().resolve("enlist.jar").toString();
        return product(
                database, List.of("-XX:SharedArchiveFile=" + unpacked().resolve("enlist.jsa"), "-jar", jar));
    }


    Server stock(String database) {
        return Server.start(
                logs,
                "stock",
                List.of("-cp", classPath(), "dev.enlist.bench.stock.StockEngine"),
                springDatasource(database, Map.of("CAMUNDA_BPM_GENERATE_UNIQUE_PROCESS_ENGINE_NAME", "false")),
                "/engine-rest/engine");
    }

    Server crud(String database) {
        return Server.start(
                logs,
                "crud",
                List.of(
                        "-cp",
                        classPath(),
                        "dev.enlist.bench.crud.PlainCrud",
                        "--camunda.bpm.enabled=false",
                        "--spring.jpa.hibernate.ddl-auto=update",
                        "--spring.jpa.open-in-view=false",
                        // of the baseline beside it
                        "--spring.autoconfigure.exclude=org.camunda.bpm.spring.boot.starter.rest"
                                + ".CamundaBpmRestJerseyAutoConfiguration"),
                springDatasource(database, Map.of()),
                "/ready");
    }

    /** An application of the engine and nothing else. */
    Server empty(String database) {
        return Server.start(
                logs,
                "empty",
                List.of("-cp", classPath(), "dev.enlist.bench.empty.EmptyApplication"),
                springDatasource(database, Map.of()),
                "/engine-rest/engine");
    }

    Worker stockDecisions() {
        return new Worker(
                logs,
                "decisions-stock",
                List.of(
                        "-cp",
                        classPath(),
                        "dev.enlist.bench.DecisionLoop",
                        "org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory"));
    }

    /** The same loop on the product's own class path. */
    Worker productDecisions() {
        return productDecisions("decisions-product", root);
    }

    private Worker productDecisions(String name, Path build) {
        return new Worker(
                logs,
                name,
                List.of(
                        "-Dloader.path=" + build.resolve("bench/target/classes"),
                        "-Dloader.main=dev.enlist.bench.DecisionLoop",
                        "-cp",
                        build.resolve("target/enlist.jar").toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher",
                        "dev.enlist.eligibility.feel.CachedFeelEngineFactory"));
    }

    Worker bareEngine(String database) {
        return new Worker(
                logs,
                "bare-engine",
                List.of(
                        "-cp",
                        classPath(),
                        "dev.enlist.bench.EngineLoop",
                        postgres.url(database),
                        USER,
                        USER));
    }

    private Map<String, String> springDatasource(String database, Map<String, String> more) {
        Map<String, String> environment = new java.util.HashMap<>(Map.of(
                "SPRING_DATASOURCE_URL", postgres.url(database),
                "SPRING_DATASOURCE_USERNAME", USER,
                "SPRING_DATASOURCE_PASSWORD", USER));
        environment.putAll(more);
        return environment;
    }
}
