package dev.enlist.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.dependencies.DependencyCheck.Acceptance;
import dev.enlist.dependencies.DependencyCheck.Advisory;
import dev.enlist.dependencies.DependencyCheck.Dependency;
import dev.enlist.dependencies.DependencyCheck.Finding;
import dev.enlist.dependencies.DependencyCheck.ReleaseLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyCheckTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final Dependency TOMCAT =
            new Dependency("org.apache.tomcat.embed", "tomcat-embed-core", "10.1.55", "compile");

    @Test
    void readsTheListOfMaven() {
        assertThat(DependencyCheck.dependencies(List.of(
                        "",
                        "The following files have been resolved:",
                        "   org.flywaydb:flyway-core:jar:11.7.2:compile -- module flyway.core (auto)",
                        "   org.camunda.feel:feel-engine:jar:scala-shaded:1.19.5:compile",
                        "   io.micrometer:micrometer-registry-prometheus:jar:1.15.12:runtime",
                        "\u001B[32m   com.google.re2j:re2j:jar:1.8:compile\u001B[0;1m (optional)\u001B[m",
                        "   net.jqwik:jqwik:jar:1.9.3:test")))
                .containsExactly(
                        new Dependency("com.google.re2j", "re2j", "1.8", "compile"),
                        new Dependency("io.micrometer", "micrometer-registry-prometheus", "1.15.12", "runtime"),
                        new Dependency("net.jqwik", "jqwik", "1.9.3", "test"),
                        new Dependency("org.camunda.feel", "feel-engine", "1.19.5", "compile"),
                        new Dependency("org.flywaydb", "flyway-core", "11.7.2", "compile"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10, -1",
        "10.1.55, 10.1.56, -1",
        "10.1.0-M1, 10.1.0, -1",
        "10.1.0-M7, 10.1.0-M10, -1",
        "3.0, 3.0.0, 0",
        "2.21.5, 2.21.5, 0",
        "3.1.5.RELEASE, 3.1.4.RELEASE, 1",
        "7.24.14, 7.24.0, 1",
        "2.0.0-rc1, 2.0.0-m3, 1"
    })
    void ordersVersions(String one, String other, int order) {
        assertThat(Integer.signum(DependencyCheck.compare(one, other))).isEqualTo(order);
        assertThat(Integer.signum(DependencyCheck.compare(other, one))).isEqualTo(-order);
    }

    @Test
    void findsAVersionBetweenTheFirstAffectedAndTheFix() {
        Advisory advisory = advisory("10.1.0-M1", Optional.of("10.1.60"), Optional.empty());

        assertThat(advisory.affects(TOMCAT)).isTrue();
        assertThat(advisory.affects(withVersion("10.1.60"))).isFalse();
        assertThat(advisory.affects(withVersion("10.0.27"))).isFalse();
        assertThat(advisory.affects(new Dependency("org.apache.tomcat", "tomcat-embed-core", "10.1.55", "compile")))
                .isFalse();
        assertThat(advisory("10.1.0-M1", Optional.empty(), Optional.empty()).affects(withVersion("10.1.99")))
                .as("nothing fixes it")
                .isTrue();
    }

    @Test
    void anAcceptedFindingIsOpenAgainOnceItsDateHasPassed() {
        Advisory accepted = advisory(
                "10.1.0", Optional.empty(), Optional.of(new Acceptance("not reachable", LocalDate.of(2026, 12, 31))));

        assertThat(DependencyCheck.known(List.of(TOMCAT), List.of(accepted), TODAY))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isOpen()).isFalse();
                    assertThat(finding.text()).contains("CVE-2026-1", "10.1.55", "not reachable", "2026-12-31");
                });
        assertThat(DependencyCheck.known(List.of(TOMCAT), List.of(accepted), LocalDate.of(2027, 1, 1)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.isOpen()).isTrue());
    }

    @Test
    void aLineEndsTheDayAfterItsDate() {
        ReleaseLine line = new ReleaseLine(
                TOMCAT.name(), "10.1", TODAY, "https://example.com", LocalDate.of(2026, 1, 1), Optional.empty());

        assertThat(DependencyCheck.ended(List.of(TOMCAT), List.of(line), TODAY)).isEmpty();
        assertThat(DependencyCheck.ended(List.of(TOMCAT), List.of(line), TODAY.plusDays(1)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isOpen()).isTrue();
                    assertThat(finding.text()).contains("10.1.55", "2026-11-29", "https://example.com");
                });
        assertThat(DependencyCheck.ended(List.of(withVersion("10.10.1")), List.of(line), TODAY.plusDays(1)))
                .as("10.10 is another line than 10.1")
                .isEmpty();
    }

    @Test
    void asksOsvInTheOrderOfTheDependencies() {
        assertThat(DependencyCheck.request(List.of(TOMCAT)))
                .isEqualTo("{\"queries\":[{\"version\":\"10.1.55\",\"package\":{\"ecosystem\":\"Maven\","
                        + "\"name\":\"org.apache.tomcat.embed:tomcat-embed-core\"}}]}");
    }

    @Test
    void readsTheAnswerOfOsvWithoutWhatTheFileKnows() throws IOException {
        Dependency other = new Dependency("com.google.re2j", "re2j", "1.8", "test");
        String answer = """
                {"results": [
                  {"vulns": [{"id": "GHSA-bbbb", "modified": "2026-01-01T00:00:00Z"}, {"id": "CVE-2026-1"}]},
                  {}]}""";
        Advisory known = advisory("10.1.0", Optional.empty(), Optional.empty());

        assertThat(DependencyCheck.published(List.of(TOMCAT, other), answer, List.of(known), "https://osv.test"))
                .containsExactly(new Finding(
                        true,
                        "GHSA-bbbb org.apache.tomcat.embed:tomcat-embed-core:10.1.55:"
                                + " https://osv.test/v1/vulns/GHSA-bbbb"));
        assertThatThrownBy(() -> DependencyCheck.published(List.of(TOMCAT), answer, List.of(), "https://osv.test"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 results for 1 dependencies");
    }

    @Test
    void namesTheLineOfAnIncompleteRow(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("advisories.csv"), """
                id,packages,introduced,fixed,title,source,accepted,until
                CVE-2026-1,a:b,1,,something,https://example.com,,
                CVE-2026-2,a:b,1,,something,,,
                """);

        assertThatThrownBy(() -> DependencyCheck.advisories(file)).hasMessage("line 3: source is empty");
    }

    @Test
    void theFilesOfTheRepositoryAreReadable() {
        List<Advisory> advisories = DependencyCheck.advisories(Path.of("bin/dependencies/advisories.csv"));
        List<ReleaseLine> lines = DependencyCheck.lines(Path.of("bin/dependencies/lines.csv"));

        assertThat(advisories).extracting(Advisory::id).doesNotHaveDuplicates().isNotEmpty();
        assertThat(advisories).extracting(Advisory::source).allMatch(source -> source.startsWith("https://"));
        assertThat(lines).extracting(ReleaseLine::source).allMatch(source -> source.startsWith("https://"));
        assertThat(lines).extracting(line -> line.name() + " " + line.line()).doesNotHaveDuplicates();
    }

    private static Dependency withVersion(String version) {
        return new Dependency(TOMCAT.group(), TOMCAT.artifact(), version, TOMCAT.scope());
    }

    private static Advisory advisory(String introduced, Optional<String> fixed, Optional<Acceptance> acceptance) {
        return new Advisory(
                "CVE-2026-1", Set.of(TOMCAT.name()), introduced, fixed, "something", "https://example.com", acceptance);
    }
}
