package dev.enlist.dependencies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares the dependencies of the build with published vulnerabilities and with the dates at which release lines end.
 * {@code bin/check-dependencies} runs this file; it must stay one file, because it is started from its source.
 *
 * <p>Vulnerabilities come from {@code bin/dependencies/advisories.csv} and, where it can be reached, from OSV. Ends of
 * lines come from {@code bin/dependencies/lines.csv}. A finding is open unless its row names a reason to accept it and a
 * date until which it is accepted.
 */
final class DependencyCheck {

    /** One line of {@code mvn dependency:list}. Scope test is not part of the product. */
    record Dependency(String group, String artifact, String version, String scope) {

        String name() {
            return group + ":" + artifact;
        }

        boolean isShipped() {
            return !scope.equals("test");
        }
    }

    /** Why a finding does not have to be mended now, and the last day on which that holds. */
    record Acceptance(String reason, LocalDate until) {}

    /**
     * A published vulnerability.
     *
     * @param packages names {@code group:artifact}; an artifact of {@code *} is every artifact of the group
     * @param introduced the first affected version
     * @param fixed the first version that is not affected; empty if none was published
     */
    record Advisory(
            String id,
            Set<String> packages,
            String introduced,
            Optional<String> fixed,
            String title,
            String source,
            Optional<Acceptance> acceptance) {

        boolean affects(Dependency dependency) {
            return (packages.contains(dependency.name()) || packages.contains(dependency.group() + ":*"))
                    && compare(dependency.version(), introduced) >= 0
                    && fixed.map(version -> compare(dependency.version(), version) < 0)
                            .orElse(true);
        }
    }

    /**
     * A line of releases with the day on which free support ends.
     *
     * @param name of the package, {@code group:artifact}
     * @param line the beginning of its versions, such as {@code 3.5}
     * @param checked the day on which the source was read
     */
    record ReleaseLine(
            String name,
            String line,
            LocalDate ends,
            String source,
            LocalDate checked,
            Optional<Acceptance> acceptance) {

        boolean contains(Dependency dependency) {
            return dependency.name().equals(name)
                    && (dependency.version().equals(line)
                            || dependency.version().startsWith(line + "."));
        }
    }

    /** @param isOpen whether it needs an upgrade, or an acceptance with a reason and a date */
    record Finding(boolean isOpen, String text) {}

    private static final Pattern LISTED = Pattern.compile("([\\w.-]+):([\\w.-]+):[\\w.-]+(?::[\\w.-]+)??:([^:\\s]+)"
            + ":(compile|runtime|test|provided|system)(?![\\w:]).*");
    private static final Pattern COLORS = Pattern.compile("\u001B\\[[;\\d]*m");
    private static final Pattern PART = Pattern.compile("\\d+|[A-Za-z]+");
    private static final String NO_QUALIFIER = "~";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DependencyCheck() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> options = List.of(arguments);
        LocalDate today = LocalDate.now();
        List<Dependency> dependencies = dependencies(Files.readAllLines(Path.of("target/dependencies.txt")));
        List<Advisory> advisories = advisories(Path.of("bin/dependencies/advisories.csv"));
        List<ReleaseLine> lines = lines(Path.of("bin/dependencies/lines.csv"));
        System.out.printf(
                "%d dependencies, of which %d are shipped.%n",
                dependencies.size(),
                dependencies.stream().filter(Dependency::isShipped).count());

        List<Finding> findings = new ArrayList<>(known(dependencies, advisories, today));
        if (options.contains("--offline")) {
            System.out.println("OSV was not asked (--offline). Only the " + advisories.size()
                    + " advisories in bin/dependencies/advisories.csv were compared.");
        } else {
            String server = options.stream()
                    .filter(option -> option.startsWith("--osv="))
                    .map(option -> option.substring("--osv=".length()))
                    .findFirst()
                    .orElse("https://api.osv.dev");
            try {
                findings.addAll(published(dependencies, ask(server, request(dependencies)), advisories, server));
                System.out.println(server + " was asked about every dependency.");
            } catch (IOException e) {
                System.out.println(
                        server + " cannot be reached (" + e + "). Only the " + advisories.size()
                                + " advisories in bin/dependencies/advisories.csv were compared: newer ones are NOT in this result.");
            }
        }
        findings.addAll(ended(dependencies, lines, today));

        print("Open", findings.stream().filter(Finding::isOpen).toList());
        print("Accepted", findings.stream().filter(finding -> !finding.isOpen()).toList());
        System.exit(findings.stream().anyMatch(Finding::isOpen) ? 1 : 0);
    }

    private static void print(String title, List<Finding> findings) {
        System.out.println("\n" + title + ": " + findings.size());
        findings.forEach(finding -> System.out.println("  " + finding.text()));
    }

    /** The dependencies among the lines that {@code mvn dependency:list} writes; other lines are skipped. */
    static List<Dependency> dependencies(List<String> lines) {
        return lines.stream()
                .map(line -> LISTED.matcher(COLORS.matcher(line).replaceAll("").strip()))
                .filter(Matcher::matches)
                .map(found -> new Dependency(found.group(1), found.group(2), found.group(3), found.group(4)))
                .distinct()
                .sorted(Comparator.comparing(Dependency::name))
                .toList();
    }

    /**
     * Columns id, packages (separated by blanks), introduced, fixed, title, source, accepted, until.
     *
     * @throws IllegalArgumentException where a row is not complete, with its line
     */
    static List<Advisory> advisories(Path file) {
        return rows(file).stream()
                .map(row -> new Advisory(
                        field(row, "id"),
                        Set.of(field(row, "packages").split(" ")),
                        field(row, "introduced"),
                        Optional.of(row.getField("fixed")).filter(fixed -> !fixed.isBlank()),
                        field(row, "title"),
                        field(row, "source"),
                        acceptance(row)))
                .toList();
    }

    /**
     * Columns package, line, ends, source, checked, accepted, until.
     *
     * @throws IllegalArgumentException where a row is not complete, with its line
     */
    static List<ReleaseLine> lines(Path file) {
        return rows(file).stream()
                .map(row -> new ReleaseLine(
                        field(row, "package"),
                        field(row, "line"),
                        LocalDate.parse(field(row, "ends")),
                        field(row, "source"),
                        LocalDate.parse(field(row, "checked")),
                        acceptance(row)))
                .toList();
    }

    private static List<NamedCsvRecord> rows(Path file) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(NamedCsvRecord row, String name) {
        String value = row.getField(name);
        if (value.isBlank()) {
            throw new IllegalArgumentException("line " + row.getStartingLineNumber() + ": " + name + " is empty");
        }
        return value;
    }

    private static Optional<Acceptance> acceptance(NamedCsvRecord row) {
        return row.getField("accepted").isBlank()
                ? Optional.empty()
                : Optional.of(new Acceptance(row.getField("accepted"), LocalDate.parse(field(row, "until"))));
    }

    /**
     * Orders versions by their numbers, then by their words: {@code 1.9 < 1.10}, {@code 2.0-M1 < 2.0}. Enough to compare
     * releases of one package; not the whole order of Maven.
     */
    static int compare(String one, String other) {
        List<String> first = parts(one);
        List<String> second = parts(other);
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            int order = comparePart(part(first, i, second), part(second, i, first));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<String> parts(String version) {
        return PART.matcher(version).results().map(part -> part.group()).toList();
    }

    /** What is missing counts as 0 beside a number, and as later than any word beside a word. */
    private static String part(List<String> parts, int index, List<String> others) {
        if (index < parts.size()) {
            return parts.get(index);
        }
        return Character.isDigit(others.get(index).charAt(0)) ? "0" : NO_QUALIFIER;
    }

    private static int comparePart(String one, String other) {
        boolean isNumber = Character.isDigit(one.charAt(0));
        if (isNumber != Character.isDigit(other.charAt(0))) {
            return isNumber ? 1 : -1;
        }
        return isNumber
                ? Long.compare(Long.parseLong(one), Long.parseLong(other))
                : one.toLowerCase(Locale.ROOT).compareTo(other.toLowerCase(Locale.ROOT));
    }

    /** The advisories of the file that affect a dependency, each once. */
    static List<Finding> known(List<Dependency> dependencies, List<Advisory> advisories, LocalDate today) {
        List<Finding> findings = new ArrayList<>();
        for (Advisory advisory : advisories) {
            List<Dependency> affected =
                    dependencies.stream().filter(advisory::affects).toList();
            if (!affected.isEmpty()) {
                findings.add(finding(
                        "%s %s: %s; fixed in %s; %s"
                                .formatted(
                                        advisory.id(),
                                        names(affected),
                                        advisory.title(),
                                        advisory.fixed().orElse("no release"),
                                        advisory.source()),
                        advisory.acceptance(),
                        today));
            }
        }
        return findings;
    }

    /** The lines that have ended, each once. */
    static List<Finding> ended(List<Dependency> dependencies, List<ReleaseLine> lines, LocalDate today) {
        List<Finding> findings = new ArrayList<>();
        for (ReleaseLine line : lines) {
            List<Dependency> used = dependencies.stream().filter(line::contains).toList();
            if (!used.isEmpty() && line.ends().isBefore(today)) {
                findings.add(finding(
                        "%s: free support of line %s ended on %s; %s (read on %s)"
                                .formatted(names(used), line.line(), line.ends(), line.source(), line.checked()),
                        line.acceptance(),
                        today));
            }
        }
        return findings;
    }

    private static Finding finding(String text, Optional<Acceptance> acceptance, LocalDate today) {
        return acceptance
                .map(accepted -> accepted.until().isBefore(today)
                        ? new Finding(
                                true, text + ". The acceptance ended on " + accepted.until() + ": " + accepted.reason())
                        : new Finding(false, text + ". Accepted until " + accepted.until() + ": " + accepted.reason()))
                .orElseGet(() -> new Finding(true, text));
    }

    private static String names(List<Dependency> dependencies) {
        return dependencies.stream()
                .map(dependency -> dependency.name() + ":" + dependency.version()
                        + (dependency.isShipped() ? "" : " (tests only)"))
                .collect(Collectors.joining(", "));
    }

    /** The body of {@code POST /v1/querybatch}: one query for each dependency, in order. */
    static String request(List<Dependency> dependencies) {
        ObjectNode body = MAPPER.createObjectNode();
        ArrayNode queries = body.putArray("queries");
        for (Dependency dependency : dependencies) {
            ObjectNode query = queries.addObject();
            query.put("version", dependency.version());
            query.putObject("package").put("ecosystem", "Maven").put("name", dependency.name());
        }
        return body.toString();
    }

    private static String ask(String server, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/v1/querybatch"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body();
    }

    /**
     * The vulnerabilities in the answer of OSV, which has one result for each dependency, in the order of the request.
     * Those whose id is in the file are left out: {@link #known} reports them.
     */
    static List<Finding> published(
            List<Dependency> dependencies, String answer, List<Advisory> advisories, String server) throws IOException {
        JsonNode results = MAPPER.readTree(answer).path("results");
        if (results.size() != dependencies.size()) {
            throw new IOException(
                    "the answer has " + results.size() + " results for " + dependencies.size() + " dependencies");
        }
        Set<String> known = advisories.stream().map(Advisory::id).collect(Collectors.toSet());
        return IntStream.range(0, dependencies.size())
                .boxed()
                .flatMap(index -> ids(results.get(index)).stream()
                        .filter(id -> !known.contains(id))
                        .map(id -> new Finding(
                                true,
                                id + " " + names(List.of(dependencies.get(index))) + ": " + server + "/v1/vulns/"
                                        + id)))
                .toList();
    }

    private static Set<String> ids(JsonNode result) {
        Set<String> ids = new TreeSet<>();
        result.path("vulns")
                .forEach(vulnerability -> ids.add(vulnerability.path("id").asText()));
        return ids;
    }
}
