package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** A start that finds no database ends with words for the operator. */
class EmbeddedPostgresAutoConfigurationTests {

    @TempDir
    Path temp;

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EmbeddedPostgresAutoConfiguration.class))
                .withPropertyValues("enlist.data.dir=" + temp.resolve("data"));
    }

    /** The class path of enlist-slim.jar. */
    private ApplicationContextRunner withoutBinaries() {
        return runner().withClassLoader(new FilteredClassLoader(name -> name.endsWith(".txz")));
    }

    @Test
    void aJarWithoutPostgresNamesTheSettingAndTheOtherJar() {
        withoutBinaries().run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("No database is configured", System.getProperty("os.name"));
            assertThat(analysis.getAction()).contains("SPRING_DATASOURCE_URL", "enlist.jar");
            assertThat(temp.resolve("data")).doesNotExist();
            assertThat(exitCode(context.getStartupFailure())).isEqualTo(2);
        });
    }

    /** What the process ends with: that of the first cause that has one. */
    private static int exitCode(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof ExitCodeGenerator)) {
            cause = Objects.requireNonNull(cause).getCause();
        }
        return ((ExitCodeGenerator) cause).getExitCode();
    }

    @Test
    void aJarWithoutPostgresStartsWithADatabaseOfItsOwn() {
        withoutBinaries()
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:5432/enlist")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPostgresStarter.class));
    }

    @Test
    void aDataDirectoryThatIsNoneNamesTheSettings() {
        runner().withInitializer(context -> write(temp.resolve("data"))).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(temp.resolve("data").toString());
            assertThat(analysis.getAction()).contains("SPRING_DATASOURCE_URL", "ENLIST_DATA_DIR");
        });
    }

    @ParameterizedTest
    @CsvSource({"08001, SPRING_DATASOURCE_URL", "28P01, SPRING_DATASOURCE_PASSWORD", "3D000, a database that exists"})
    void aDatabaseThatRefusesNamesTheSetting(String state, String setting) {
        SQLException refused = new SQLException("Connection to localhost:5432 refused", state, new ConnectException());
        FailureAnalysis analysis = analysis(new IllegalStateException("flyway", refused));
        assertThat(analysis.getDescription()).contains("Connection to localhost:5432 refused");
        assertThat(analysis.getAction()).contains(setting);
    }

    @Test
    void anotherFaultOfTheDatabaseIsNoMatterOfTheConnection() {
        SQLException duplicate = new SQLException("duplicate key", "23505");
        assertThat(new UnreachableDatabaseAnalyzer().analyze(new IllegalStateException(duplicate)))
                .isNull();
    }

    /** What the start prints, from the analyzers that it uses. */
    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                // some of Spring Boot need a bean factory, which a failed context has not
                .load(FailureAnalyzer.class, (type, name, unusable) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no analyzer explains the failure", failure));
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "a file where the directory should be");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
