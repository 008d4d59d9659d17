package dev.enlist.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The manifests for Kubernetes and Compose: every member exists in the API of Kubernetes and has its type, what belongs
 * together fits, and probes, limits and rights are those that a node needs.
 */
class ManifestsTests {

    private static final Path KUBERNETES = Path.of("deploy", "kubernetes");

    /** What these manifests use of the API of Kubernetes. */
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "batch/v1/Job", Job.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/Ingress", Ingress.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    /** Reads a YAML document of Kubernetes, and refuses members that its classes do not have. */
    private static final ObjectMapper STRICT = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private final List<JsonNode> documents = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            for (Path file : files.filter(path -> !path.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList()) {
                documents.addAll(documents(file));
            }
        }
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (MappingIterator<JsonNode> read = STRICT.readerFor(JsonNode.class).readValues(file.toFile())) {
            return read.readAll();
        }
    }

    private JsonNode the(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
                    assertThat(found).as(kind).hasSize(1);
                    return found.get(0);
                }));
    }

    private static void validate(JsonNode document) throws IOException {
        String kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        assertThat(KINDS).containsKey(kind);
        STRICT.treeToValue(document, KINDS.get(kind));
    }

    @Test
    void everyMemberExistsAndHasItsType() throws IOException {
        assertThat(documents).hasSize(KINDS.size());
        for (JsonNode document : documents) {
            validate(document);
            assertThat(document.at("/metadata/name").asText()).startsWith("enlist");
            if (!document.path("kind").asText().equals("Namespace")) {
                assertThat(document.at("/metadata/namespace").asText()).isEqualTo("enlist");
            }
        }
    }

    @Test
    void theValidationFindsMisspelledMembersAndWrongTypes() {
        ObjectNode misspelled = the("Deployment").deepCopy();
        ((ObjectNode) misspelled.at("/spec/template/spec/containers/0")).putObject("livenessProb");
        assertThatThrownBy(() -> validate(misspelled)).hasMessageContaining("livenessProb");
        ObjectNode wrong = the("Deployment").deepCopy();
        ((ObjectNode) wrong.path("spec")).put("replicas", "two");
        assertThatThrownBy(() -> validate(wrong)).hasMessageContaining("two");
    }

    @Test
    void theListOfResourcesIsComplete() throws IOException {
        Set<String> listed = new TreeSet<>();
        STRICT.readTree(KUBERNETES.resolve("kustomization.yaml").toFile())
                .path("resources")
                .forEach(name -> listed.add(name.asText()));
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            assertThat(files.map(path -> path.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void selectorsFindThePodsOfTheDeploymentOnly() {
        JsonNode labels = the("Deployment").at("/spec/template/metadata/labels");
        assertThat(the("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(the("Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(the("PodDisruptionBudget").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(the("Job").at("/spec/template/metadata/labels")).isNotEqualTo(labels);
        assertThat(the("Service").at("/spec/ports/0/targetPort"))
                .isEqualTo(container("Deployment").at("/ports/0/name"));
        assertThat(the("Ingress").at("/spec/rules/0/http/paths/0/backend/service/name"))
                .isEqualTo(the("Service").at("/metadata/name"));
        assertThat(the("NetworkPolicy").at("/spec/ingress/0/ports/0/port"))
                .isEqualTo(container("Deployment").at("/ports/0/containerPort"));
    }

    private JsonNode container(String kind) {
        return the(kind).at("/spec/template/spec/containers/0");
    }

    @Test
    void probesAskForWhatTheyAreAbout() {
        JsonNode node = container("Deployment");
        assertThat(node.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(node.at("/startupProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(node.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
        for (String probe : List.of("livenessProbe", "startupProbe", "readinessProbe")) {
            assertThat(node.at("/" + probe + "/httpGet/port").asText()).isEqualTo("http");
            assertThat(node.at("/" + probe + "/timeoutSeconds").asInt())
                    .as(probe)
                    .isGreaterThan(1);
        }
        // the wait for a connection to the database
        assertThat(node.at("/readinessProbe/timeoutSeconds").asInt()).isGreaterThan(5);
    }

    @Test
    void anUpdateAndADrainLeaveANode() {
        JsonNode spec = the("Deployment").path("spec");
        assertThat(spec.path("replicas").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(spec.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
        assertThat(the("PodDisruptionBudget").at("/spec/minAvailable").asInt())
                .isPositive()
                .isLessThan(spec.path("replicas").asInt());
        Duration grace = Duration.parse(
                "PT" + the("ConfigMap").at("/data/ENLIST_SHUTDOWN_GRACE").asText());
        // running requests have 30 seconds
        assertThat(spec.at("/template/spec/terminationGracePeriodSeconds").asLong())
                .isGreaterThanOrEqualTo(grace.toSeconds() + 40);
        // an endpoint that is not ready is noticed within the grace period
        JsonNode ready = container("Deployment").path("readinessProbe");
        assertThat(ready.path("periodSeconds").asLong()
                        * ready.path("failureThreshold").asLong())
                .isLessThan(grace.toSeconds());
    }

    @Test
    void noContainerHasMoreRightsThanItNeeds() throws IOException {
        for (String kind : List.of("Deployment", "Job")) {
            JsonNode pod = the(kind).at("/spec/template/spec");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            JsonNode rights = container(kind).path("securityContext");
            assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(rights.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container(kind).at("/resources/limits/memory").asText()).isNotBlank();
            assertThat(container(kind).at("/resources/requests/cpu").asText()).isNotBlank();
            assertThat(Files.readString(Path.of("Dockerfile")))
                    .contains("--uid " + pod.at("/securityContext/runAsUser").asInt() + " ");
        }
    }

    /** Secrets come from files, never from the environment. */
    @Test
    void everySettingIsDocumentedAndNoneIsASecret() throws IOException {
        String documented = Files.readString(Path.of("docs", "settings.md"));
        Set<String> spring = Set.of("SPRING_CONFIG_IMPORT");
        the("ConfigMap").path("data").fieldNames().forEachRemaining(name -> {
            assertThat(name).doesNotContain("PASSWORD").doesNotContain("SECRET").doesNotContain("API_KEY");
            if (!spring.contains(name)) {
                assertThat(documented).contains("`" + name + "`");
            }
        });
        assertThat(container("Deployment").has("env")).isFalse();
    }

    @Test
    void theProxyOfComposeSendsRequestsToTheNodesOfItsProfile() throws IOException {
        JsonNode services =
                STRICT.readTree(Path.of("docker-compose.yml").toFile()).path("services");
        assertThat(services.at("/app-2/profiles/0").asText()).isEqualTo("cluster");
        assertThat(services.at("/proxy/profiles/0").asText()).isEqualTo("cluster");
        assertThat(services.path("app").has("profiles")).isFalse();
        String mounted = services.at("/proxy/volumes/0").asText().split(":")[0];
        String proxy = Files.readString(Path.of(mounted));
        Set<String> backends = Pattern.compile("(?m)^ {2}server \\S+ ([a-z0-9-]+):8080$")
                .matcher(proxy)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(backends).containsExactlyInAnyOrder("app", "app-2");
        assertThat(proxy).contains("/actuator/health/readiness");
        Set<String> dependsOn = new TreeSet<>();
        services.at("/proxy/depends_on").forEach(name -> dependsOn.add(name.asText()));
        assertThat(dependsOn).isEqualTo(new TreeSet<>(backends));
    }
}
