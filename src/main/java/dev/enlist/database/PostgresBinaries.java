package dev.enlist.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.stream.Stream;

/** The PostgreSQL on the class path; {@code enlist-slim.jar} has none. */
final class PostgresBinaries implements PgBinaryResolver {

    private static final String MAC = "Darwin";

    /** The name of the binaries for macOS, which are for Intel processors and for Apple silicon. */
    private static final String BOTH_OF_MAC = "x86_64";

    /**
     * Checks, before anything is started or written, that there are binaries for this machine.
     *
     * @throws EmbeddedPostgresUnavailable if there are none
     */
    static void require(ClassLoader classes) {
        String system = system();
        if (names(system, architecture()).noneMatch(name -> classes.getResource(name) != null)) {
            throw missing(system, architecture());
        }
    }

    @Override
    public InputStream getPgBinary(String system, String architecture) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                    system, system.equals(MAC) ? BOTH_OF_MAC : architecture);
        } catch (IllegalStateException e) {
            throw missing(system, architecture);
        }
    }

    private static EmbeddedPostgresUnavailable missing(String system, String architecture) {
        return new EmbeddedPostgresUnavailable(
                "No database is configured, and this jar contains no PostgreSQL for " + system + " on " + architecture
                        + ".",
                EmbeddedPostgresUnavailable.NAME_A_DATABASE
                        + "; or start enlist.jar, which contains PostgreSQL for Linux, macOS and Windows.",
                null);
    }

    /** The files that the library takes, the first that exists. */
    private static Stream<String> names(String system, String architecture) {
        // Windows on ARM runs those for x86-64
        Stream<String> platforms = system.equals("Linux") ? Stream.of(architecture) : Stream.of(architecture, "x86_64");
        return platforms
                .flatMap(platform -> {
                    String name = "postgres-" + system + "-" + platform;
                    return Stream.of(name + "-" + LinuxUtils.getDistributionName(), name);
                })
                .map(name -> name.replace(' ', '_').toLowerCase(Locale.ROOT) + ".txz");
    }

    private static String system() {
        String name = System.getProperty("os.name");
        return name.startsWith("Windows") ? "Windows" : name.startsWith("Mac") ? MAC : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        try {
            return ArchUtils.normalize(name);
        } catch (IllegalStateException unknownToTheLibrary) {
            return name;
        }
    }
}
