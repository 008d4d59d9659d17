package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.support.Api;
import dev.enlist.support.RawHttp;
import dev.enlist.support.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Attacks outside the engine: our own API, the actuator endpoints, and the content of the archive. */
final class ApiAttacks {

    private static final String SQL = "SQL in parameters";
    private static final String PATHS = "paths for ids";
    private static final String OPERATORS = "what operators read";
    private static final String ABSENT = "what is not there";

    private static final List<String> INJECTIONS = List.of(
            "id; drop table enrollment",
            "' or '1'='1",
            "1) union select password_hash from app_user --",
            "(select pg_sleep(30))",
            "createdAt,(case when (select count(*) from app_user) > 0 then 1 else 1/0 end)",
            "%' or pg_read_file('/etc/passwd') is not null --",
            "\"; copy (select 1) to program 'touch canary'; --",
            "$1",
            "\\'; select 1 --",
            "${jndi:ldap://127.0.0.1/x}");

    /** Parameters that become part of a statement, not only a value in it. */
    private static final Set<String> OF_STATEMENTS = Set.of("q", "sort", "after");

    /** How many injections another parameter gets in the ordinary build; of parameters in a row each gets other ones. */
    private static final int SOME = 3;

    private ApiAttacks() {}

    static Stream<Attack> all(Ground ground) {
        return all(ground, SOME);
    }

    /** The same with every injection into every parameter. */
    static Stream<Attack> withEveryInjection(Ground ground) {
        return all(ground, INJECTIONS.size());
    }

    private static Stream<Attack> all(Ground ground, int injections) {
        return Stream.of(injections(ground, injections), paths(ground), operators(), engineRest(), libraries())
                .flatMap(attacks -> attacks);
    }

    /**
     * Every parameter of every list in the OpenAPI document, and those that all lists have.
     *
     * @param most injections for a parameter whose value is only a value of statements
     */
    private static Stream<Attack> injections(Ground ground, int most) {
        List<Attack> attacks = new ArrayList<>();
        JsonNode paths = ground.api().document().path("paths");
        paths.properties().forEach(path -> {
            JsonNode get = path.getValue().path("get");
            if (get.isMissingNode() || path.getKey().contains("stream")) {
                return;
            }
            boolean searches = get.path("parameters").findValuesAsText("name").contains("q");
            boolean list = !path.getKey().endsWith("}") && get.toString().contains("Sort by");
            Set<String> names = new LinkedHashSet<>();
            get.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("query")) {
                    names.add(parameter.path("name").asText());
                }
            });
            if (list) {
                names.addAll(List.of("sort", "q", "after", "page", "perPage", "status", "id"));
            }
            names.forEach(name -> {
                List<String> injections =
                        injections(attacks.size(), OF_STATEMENTS.contains(name) ? INJECTIONS.size() : most);
                attacks.add(new Attack(
                        SQL, path.getKey() + "?" + name, g -> inject(g, path.getKey(), name, searches, injections)));
            });
        });
        assertThat(attacks).as("parameters of lists").hasSizeGreaterThan(20);
        return attacks.stream();
    }

    /** As many injections as are asked for, beginning with another one for each parameter. */
    private static List<String> injections(int parameter, int amount) {
        return IntStream.range(0, amount)
                .mapToObj(n -> INJECTIONS.get((parameter * SOME + n) % INJECTIONS.size()))
                .toList();
    }

    private static Wall inject(
            Ground ground, String path, String parameter, boolean searches, List<String> injections) {
        boolean refused = false;
        long all = -1;
        String where = filled(ground, path);
        for (String injection : injections) {
            Reply reply = ground.api()
                    .get(where + "?" + parameter + "=" + URLEncoder.encode(injection, StandardCharsets.UTF_8));
            assertThat(reply.status())
                    .as(path + " " + parameter + " " + injection + " " + reply.text())
                    .isLessThan(500);
            assertThat(reply.text()).doesNotContain("{bcrypt}", "$2a$", "PSQLException", "org.hibernate");
            refused |= reply.status() >= 400;
            if (reply.status() == 200 && parameter.equals("q") && searches) {
                // searched literally: nothing has this name
                all = Math.max(all, reply.json().path("totalItems").asLong());
            }
        }
        assertThat(all).isLessThanOrEqualTo(0);
        return refused ? Wall.API : Wall.HARMLESS;
    }

    private static String filled(Ground ground, String path) {
        return path.replace("{slug}", ground.ruleSet)
                .replaceFirst("^/programInstances/\\{[a-zA-Z]+}", "/programInstances/" + ground.instance)
                .replaceFirst("^/enrollments/\\{[a-zA-Z]+}", "/enrollments/" + ground.enrollment)
                .replaceAll("\\{[^}]+}", "1");
    }

    private static Stream<Attack> paths(Ground ground) {
        List<String> tricks = List.of(
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "..;/..;/actuator/env",
                "%00",
                "%0d%0aX-Evil:1",
                "..%5c..%5cwindows",
                "....//....//etc/passwd",
                "%c0%ae%c0%ae/",
                "'%20or%20'1'='1",
                "*",
                "%25252e",
                "a".repeat(5000));
        return Stream.of("/enrollments/", "/programInstances/", "/customers/", "/leads/", "/ruleSets/", "/programs/")
                .flatMap(path -> tricks.stream()
                        .map(trick -> new Attack(PATHS, path + (trick.length() > 50 ? "(very long)" : trick), g -> {
                            String answer = new RawHttp(g.api()).send("GET", path + trick);
                            assertThat(RawHttp.status(answer)).as(answer).isBetween(400, 499);
                            assertThat(answer)
                                    .contains("application/problem+json")
                                    .doesNotContain("root:", "X-Evil: 1\r");
                            return Wall.API;
                        })));
    }

    private static Stream<Attack> operators() {
        return Stream.of(
                        "env",
                        "heapdump",
                        "threaddump",
                        "beans",
                        "configprops",
                        "loggers",
                        "mappings",
                        "shutdown",
                        "scheduledtasks",
                        "flyway",
                        "sessions",
                        "httpexchanges",
                        "conditions",
                        "caches",
                        "startup",
                        "logfile",
                        "jolokia",
                        "gateway/routes",
                        "prometheus/../env",
                        "health/../env",
                        "quartz",
                        "liquibase",
                        "refresh",
                        "restart",
                        "auditevents",
                        "integrationgraph",
                        "")
                .flatMap(name -> Stream.of("GET", "POST")
                        .flatMap(method -> Stream.of(false, true)
                                .map(key -> new Attack(
                                        OPERATORS,
                                        method + " /actuator/" + name + (key ? " with a key" : ""),
                                        ground -> {
                                            Api api = key
                                                    ? ground.api()
                                                    : ground.api().with("");
                                            String answer = new RawHttp(api)
                                                    .send(method, "/actuator/" + name, "Content-Length: 0");
                                            assertThat(RawHttp.status(answer))
                                                    .as(answer)
                                                    .isBetween(400, 499);
                                            return key ? Wall.API : Wall.CHAIN;
                                        }))));
    }

    private static Stream<Attack> engineRest() {
        return Stream.of(
                        "/engine-rest",
                        "/engine-rest/engine",
                        "/engine-rest/task",
                        "/engine-rest/deployment/create",
                        "/engine-rest/engine/default/process-definition",
                        "/rest/engine/default/task",
                        "/h2-console",
                        "/manager/html",
                        "/jolokia",
                        "/WEB-INF/web.xml",
                        "/META-INF/MANIFEST.MF")
                .flatMap(path -> Stream.of(
                        new Attack(ABSENT, path + " without a key", g -> {
                            Reply reply = g.api().with("").get(path);
                            assertThat(reply.status()).isIn(401, 404);
                            return Wall.CHAIN;
                        }),
                        new Attack(ABSENT, path + " with a key", g -> {
                            assertThat(g.api().get(path).status()).isIn(403, 404);
                            return Wall.API;
                        })));
    }

    /** Script languages and clients that the engine would use if they were on the class path. */
    private static Stream<Attack> libraries() {
        return Stream.of(
                        "groovy",
                        "graal",
                        "nashorn",
                        "camunda-connect",
                        "connectors-all",
                        "freemarker",
                        "velocity",
                        "rhino",
                        "jython",
                        "jruby",
                        "bsh",
                        "mvel",
                        "camunda-template-engines",
                        "commons-collections",
                        "xstream",
                        "h2-1.",
                        "h2-2.",
                        "kryo",
                        "snakeyaml-engine-")
                .map(name -> new Attack(ABSENT, name + " in the archive", ground -> {
                    assertThat(archive().filter(library -> library.contains(name)))
                            .isEmpty();
                    return Wall.HARMLESS;
                }));
    }

    private static Stream<String> archive() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("enlist.jar"))) {
            List<String> libraries = jar.stream()
                    .map(entry -> entry.getName().toLowerCase(Locale.ROOT))
                    .filter(name -> name.startsWith("boot-inf/lib/"))
                    .toList();
            assertThat(libraries).as("the packaged application").hasSizeGreaterThan(50);
            return libraries.stream().map(name -> name.substring(name.lastIndexOf('/') + 1));
        }
    }
}
