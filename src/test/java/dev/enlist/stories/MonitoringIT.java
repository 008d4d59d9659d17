package dev.enlist.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.TenancyService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** The dashboard and the alert rules of {@code deploy/observability} fit the metrics that a node has. */
@EnlistIT
class MonitoringIT {

    private static final Path FILES = Path.of("deploy", "observability");

    /** Names of metrics begin so; other words of an expression are functions and labels. */
    private static final Pattern METRIC = Pattern.compile("\\b(?:http_server|hikaricp|enlist|jvm|process)_[a-z_]+");

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? [-+0-9.eE]+(?:NaN)?$");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private static final Pattern GROUPED =
            Pattern.compile("by \\(([a-z_, ]+)\\) \\((?:rate\\()?((?:http_server|hikaricp|enlist|jvm)_[a-z_]+)");

    private static final Pattern APPROVED = Pattern.compile(
            "(?m)^enlist_events_total\\{(?=.*status=\"approved\").*type=\"enrollment.status_changed\".*} ([0-9.E]+)$");

    @Autowired
    Worlds worlds;

    @Autowired
    TenancyService tenancy;

    @Autowired
    @Qualifier("programMetricsJob")
    WorkspaceJob programMetrics;

    private World operator;

    @BeforeEach
    void theFirstOrganization() {
        operator = worlds.workspace(tenancy.firstOrganization("Operator"), "operator-" + Cuid.next());
    }

    private String scraped() {
        return operator.api().get("/actuator/prometheus").expect(200).text();
    }

    private static Set<String> names(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode alerts() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(FILES.resolve("alerts.yml").toFile())
                .at("/groups/0/rules");
    }

    /** An approved enrollment, and one that waits: a step without any has no time series. */
    private void someWork() {
        String instance = operator.instance(operator.program(), i -> {});
        operator.approvedEnrollment(instance);
        operator.submittedEnrollment(instance);
        operator.in(programMetrics::runChunk);
        Await.until("the node reads it", () -> scraped().contains("enlist_program_waiting{"));
    }

    @Test
    void eachMetricOfTheFilesExists() throws IOException {
        someWork();
        Set<String> used = new TreeSet<>();
        alerts().forEach(rule -> used.addAll(names(METRIC, rule.path("expr").asText(), 0)));
        JsonNode dashboard = new ObjectMapper()
                .readTree(FILES.resolve("grafana-dashboard.json").toFile());
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets").forEach(target -> {
                    Set<String> ofTarget = names(METRIC, target.path("expr").asText(), 0);
                    assertThat(ofTarget).as(target.toString()).isNotEmpty();
                    used.addAll(ofTarget);
                }));

        assertThat(used).hasSizeGreaterThan(12);
        assertThat(names(SAMPLE, scraped(), 1)).containsAll(used);
    }

    @Test
    void eachLabelThatIsGroupedByExists() throws IOException {
        someWork();
        Map<String, Set<String>> labels = SAMPLE.matcher(scraped())
                .results()
                .collect(Collectors.toMap(
                        sample -> sample.group(1),
                        sample -> names(LABEL, String.valueOf(sample.group(2)), 1),
                        (a, b) -> a));
        String files = Files.readString(FILES.resolve("alerts.yml"))
                + Files.readString(FILES.resolve("grafana-dashboard.json"));

        List<MatchResult> groups = GROUPED.matcher(files).results().toList();
        assertThat(groups).hasSizeGreaterThan(12);
        for (MatchResult group : groups) {
            assertThat(labels).containsKey(group.group(2));
            Set<String> known = new TreeSet<>(labels.get(group.group(2)));
            // a label of a metric that Prometheus has, too, gets another name; it adds the target
            if (known.remove("job")) {
                known.add("exported_job");
            }
            known.add("instance");
            assertThat(known).as(group.group()).contains(group.group(1).split(", "));
        }
    }

    @Test
    void eachAlertHasASection() throws IOException {
        String page = Files.readString(Path.of("docs", "monitoring.md"));

        assertThat(alerts())
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(page).contains("### " + rule.path("alert").asText() + "\n"));
    }

    @Test
    void committedEventsAreCountedByStatus() {
        double before = approved();
        operator.approvedEnrollment(operator.instance(operator.program(), i -> {}));
        assertThat(approved()).isGreaterThanOrEqualTo(before + 1);
    }

    private double approved() {
        return APPROVED.matcher(scraped())
                .results()
                .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
                .sum();
    }

    @Test
    void onlyTheFirstOrganizationSeesThem() {
        worlds.stranger().api().get("/actuator/prometheus").problem(403, "forbidden");
        operator.api().with("").get("/actuator/prometheus").problem(401, "unauthenticated");
    }
}
