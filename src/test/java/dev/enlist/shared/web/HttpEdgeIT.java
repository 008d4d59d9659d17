package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.RawHttp;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Requests that miss: each is answered by a problem document, none by a page or a stack trace. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEdgeIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;
    String enrollment;

    @BeforeAll
    void organization() {
        world = worlds.organization();
        instance = world.instance();
        enrollment = world.eligibleEnrollment(instance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/octet-stream",
                "nonsense"
            })
    void otherContentTypes(String type) {
        for (String path : List.of("/customers", "/programInstances/" + instance + "/enrollments")) {
            Reply reply =
                    world.api().send(path, r -> r.header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
            problem(reply, 415, "unsupported-media-type");
        }
        problem(
                world.api()
                        .send(
                                "/enrollments/" + enrollment,
                                r -> r.header("Content-Type", type).method("PATCH", BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
    }

    @Test
    void aBodyWithoutContentTypeOrMergePatch() {
        problem(
                world.api().send("/customers", r -> r.POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
        world.api()
                .send(
                        "/enrollments/" + enrollment,
                        r -> r.header("Content-Type", "application/merge-patch+json")
                                .method("PATCH", BodyPublishers.ofString("{\"serialNumber\": \"S\"}")))
                .ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "image/png", "text/plain"})
    void otherAnswersThanJson(String accept) {
        for (String path : List.of("/programs", "/enrollments/" + enrollment, "/ruleSets/inputs")) {
            problem(world.api().send(path, r -> r.header("Accept", accept).GET()), 406, "not-acceptable");
        }
    }

    /** A person who opens an address in a browser gets a page, whatever is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/html;q=0.9, text/plain",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
            })
    void browsersGetPages(String accept) {
        page(
                world.api()
                        .send(
                                "/there/is/nothing",
                                r -> r.header("Accept", accept).GET()),
                404,
                "not-found");
        page(
                world.api()
                        .send(
                                "/enrollments/" + Cuid.next(),
                                r -> r.header("Accept", accept).DELETE()),
                404,
                "not-found");
        page(
                world.api()
                        .send(
                                "/programs?perPage=x%3Cscript%3E",
                                r -> r.header("Accept", accept).GET()),
                400,
                "invalid-input");
        page(
                world.api()
                        .with("")
                        .send("/programs", r -> r.header("Accept", accept).GET()),
                401,
                "unauthenticated");
        page(
                world.api().send("/programs", r -> r.header("Accept", accept).method("PATCH", BodyPublishers.noBody())),
                405,
                "method-not-allowed");
        String raw = new RawHttp(world.api()).send("GET", "/programs/%", "Accept: " + accept);
        assertThat(raw).containsIgnoringCase("content-type: text/html").contains("<h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "deflate, gzip", "zstd"})
    void compressedBodiesAreRefusedByName(String encoding) {
        for (String type : List.of("application/json", "text/csv")) {
            Reply reply = world.api()
                    .send(
                            "/programInstances/" + instance + "/imports",
                            r -> r.header("Content-Type", type)
                                    .header("Content-Encoding", encoding)
                                    .POST(BodyPublishers.ofByteArray(new byte[] {31, -117, 8, 0})));
            problem(reply, 415, "unsupported-content-encoding");
            assertThat(reply.json().path("detail").asText()).contains(encoding);
            assertThat(reply.header("Accept-Encoding")).contains("identity");
        }
        world.api()
                .send(
                        "/leads",
                        r -> r.header("Content-Type", "application/json")
                                .header("Content-Encoding", "identity")
                                .POST(BodyPublishers.ofString("{\"email\": \"" + Cuid.next() + "@example.com\"}")))
                .created();
    }

    @Test
    void whoWantsJsonGetsNoPage() {
        for (String accept : List.of("*/*", "application/json", "application/json, text/html", "text/*", "nonsense")) {
            Reply reply = world.api()
                    .send("/there/is/nothing", r -> r.header("Accept", accept).GET());
            assertThat(reply.header("Content-Type").orElse("")).as(accept).startsWith("application/problem+json");
        }
        problem(
                world.api()
                        .send("/programs", r -> r.header("Accept", "text/plain").GET()),
                406,
                "not-acceptable");
    }

    private static void page(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type").orElse("")).startsWith("text/html");
        assertThat(reply.header("Content-Security-Policy").orElse(""))
                .contains("style-src 'self'")
                .doesNotContain("script");
        assertThat(reply.text())
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>", "Status " + status, code)
                .doesNotContain("<script>", "\tat ", "org.springframework");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /customers                  | text/plain       | application/json",
                "PATCH  | /enrollments/{enrollment}   |                  | application/merge-patch+json",
                "POST   | /programInstances/{instance}/imports | application/json | text/csv",
                "PUT    | /ruleSets/eligibility-default/draft  | application/json | application/xml"
            })
    void saysWhichContentTypesAreTaken(String method, String path, String type, String taken) {
        Reply reply = world.api()
                .send(
                        path.replace("{enrollment}", enrollment).replace("{instance}", instance),
                        r -> (type == null ? r : r.header("Content-Type", type))
                                .method(method, BodyPublishers.ofString("{}")));
        problem(reply, 415, "unsupported-media-type");
        assertThat(reply.header("Accept").orElse("")).contains(taken).doesNotContain("*");
        assertThat(reply.json().path("detail").asText()).contains(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "/programs, application/json",
        "/imports/{none}/errors, text/csv",
        "/ruleSets/eligibility-default/draft, application/xml"
    })
    void saysWhichAnswersThereAre(String path, String made) {
        Reply reply = world.api()
                .send(
                        path.replace("{none}", Cuid.next()),
                        r -> r.header("Accept", "image/png").GET());
        problem(reply, 406, "not-acceptable");
        assertThat(reply.header("Accept").orElse("")).contains(made).doesNotContain("*");
        assertThat(reply.json().path("detail").asText()).contains(made);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /customers",
        "DELETE, /programs",
        "PATCH, /leads",
        "PUT, /enrollments/{enrollment}",
        "POST, /enrollments/{enrollment}",
        "GET, /enrollments/{enrollment}/approve",
        "DELETE, /enrollments/{enrollment}/history",
        "POST, /ruleSets/inputs",
        "PUT, /programInstances/{instance}",
        "POST, /ruleSets/eligibility-default/draft"
    })
    void otherMethods(String method, String path) {
        Reply reply = world.api()
                .send(
                        path.replace("{enrollment}", enrollment).replace("{instance}", instance),
                        r -> r.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString("{}")));
        problem(reply, 405, "method-not-allowed");
        String allowed = reply.header("Allow").orElse("");
        assertThat(allowed).isNotEmpty();
        assertThat(reply.json().path("detail").asText()).contains(allowed.split(",")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/nothing/at/all",
                "/programs/a/b/c",
                "/enrollment",
                "/enrollments/x",
                "/enrollments/CLLGN0U4R000008L7EAZYBFBO",
                "/programs/UPPER",
                "/programs/a--b",
                "/ruleSets/eligibility-default/versions/0",
                "/ruleSets/eligibility-default/versions/99",
                "/ruleSets/eligibility-default/versions/one",
                "/ruleSets/eligibility-default/versions/99999999999",
                "/ruleSets/none/versions/1",
                "/error",
                "/actuator/env",
                "/actuator/heapdump",
                "/engine-rest/engine",
                "/customers/",
                "/index.html",
                "/.git/config",
                "/robots.txt"
            })
    void unknownPaths(String path) {
        problem(world.api().get(path), 404, "not-found");
    }

    @Test
    void longAndBranchingSlugsInPaths() {
        problem(world.api().get("/programs/" + "a-".repeat(3500) + "a"), 404, "not-found");
        problem(world.api().get("/programs/" + "a".repeat(7000)), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "/programs?year=soon, /year",
        "/programs?year=2025.5, /year",
        "/programs?year=99999999999, /year",
        "/programs?active=perhaps, /active",
        "/programInstances?active=2, /active",
        "/programs?page=one, /page",
        "/customers?perPage=many, /perPage",
        "/leads?after=x, /after",
        "/ruleSets?sort=draft, /sort",
        "/programs?q=a%00b, /q",
        "/programs?type=%00, /type",
        "/customers?q=%00, /q",
        "/leads?q=%00, /q",
        "/programInstances?programSlug=%00, /programSlug",
        "/programInstances/{instance}/enrollments?tag=%00, /tag",
        "/programInstances/{instance}/enrollments?q=%00, /q",
        "/programInstances/{instance}/enrollments?state=%00, /state",
        "/programInstances/{instance}/enrollments?manufacturer=a%00, /manufacturer",
        "/programInstances/{instance}/enrollments?createdFrom=%00, /createdFrom",
        "/ruleSets?anything=%00, /anything"
    })
    void wrongParametersAreNamed(String path, String pointer) {
        assertThat(world.api().get(path.replace("{instance}", instance)).faults())
                .containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/programs/%00",
                "/programs/a%00b",
                "/enrollments/%00",
                "/enrollments/%2e%2e",
                "/enrollments/..%2f..%2fetc%2fpasswd",
                "/programs/%zz",
                "/programs/%",
                "/programs/a;b=c",
                "/programs/a%3bb",
                "/programs/a%5cb",
                "/programs/a\\b",
                "/programs//a",
                "/programs/%25",
                "/programs/%c0%ae",
                "/programs/%ff",
                "/programs/<script>",
                "/programs/{slug}",
                "/programs/a|b",
                "/programs/ž",
                "/programs/%F0%9F%90%8E",
                "/programs/a%0d%0aSet-Cookie:%20x=y",
                "/programs?q=%zz",
                "/programs?q=%",
                "/programs?q=%ff%fe",
                "/programs?q=ž",
                "/programs?q=<script>alert(1)</script>",
                "/programs?q=a|b^c`d",
                "/programs?%00=1",
                "/programs?=&&&=",
                "/programs?page[]=1&page[x]=2",
                "/programs?year=1&year=2",
                "/programs?perPage=%EF%BC%91",
                "/programs?q=%ED%A0%80",
                "/programs?sort=%00",
                "//",
                "/%",
                "/*",
                "*",
                "programs"
            })
    void oddCharactersAnswerWithAProblemOrAList(String target) {
        for (String accept : List.of("Accept: */*", "Accept: text/html")) {
            String answer = new RawHttp(world.api()).send("GET", target, accept);
            int status = RawHttp.status(answer);
            assertThat(status).as(answer).isIn(200, 400, 404, 406);
            boolean page = answer.toLowerCase(Locale.ROOT).contains("content-type: text/html");
            if (page) {
                assertThat(accept).endsWith("html");
                assertThat(answer).doesNotContain("\tat ", "java.lang", "org.apache", "<script");
            } else {
                harmless(answer);
            }
            if (status != 200 && !page) {
                assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
                // of a request line that cannot be read, the headers are not read either
                assertThat(accept.endsWith("html") && status != 400).as(answer).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "TRACE", "CONNECT", "PROPFIND", "G@T", "get"})
    void oddMethodsAnswerWithAProblem(String method) {
        String answer = new RawHttp(world.api()).send(method, "/programs", "Accept: application/json");
        assertThat(RawHttp.status(answer)).as(answer).isBetween(400, 501);
        harmless(answer);
    }

    @Test
    void oddHeadersAnswerWithAProblem() {
        RawHttp raw = new RawHttp(world.api());
        for (String header : List.of(
                "Accept: nonsense",
                "Accept: ;;;",
                "Content-Length: x",
                "Content-Type: ;",
                "If-Match: \u0001",
                "X: " + "y".repeat(20_000),
                "Host: a b",
                "Transfer-Encoding: magic",
                "Range: bytes=x",
                "If-Modified-Since: yesterday",
                "If-None-Match: nonsense")) {
            String answer = raw.send("GET", "/programs", header);
            assertThat(RawHttp.status(answer)).as(header + answer).isIn(200, 400, 406, 415, 431, 501);
            harmless(answer);
        }
    }

    /** Nothing is echoed: a TRACE would show the key to the script that made the browser send it. */
    @Test
    void traceEchoesNothing() {
        for (String path : List.of("/programs", "/login", "/docs", "/actuator/health", "/camunda/app/tasklist/", "/")) {
            String answer = new RawHttp(world.api()).send("TRACE", path, "X-Planted: in-the-request");
            assertThat(RawHttp.status(answer)).as(path + answer).isBetween(400, 501);
            assertThat(answer)
                    .doesNotContain("in-the-request", world.api().key())
                    .doesNotContainIgnoringCase("message/http");
            harmless(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/programs", "/ruleSets/inputs", "/programs/none", "/enrollments/x", "/nothing"})
    void headIsGetWithoutABody(String path) {
        int get = world.api().get(path).status();
        Reply head = world.api().send(path, r -> r.method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(get);
        assertThat(head.text()).isEmpty();
    }

    @Test
    void optionsTellOfMethodsAndNothingElse() {
        for (String path : List.of("/programs", "/nothing", "/users")) {
            String answer = new RawHttp(world.api()).send("OPTIONS", path);
            assertThat(RawHttp.status(answer)).as(answer).isIn(200, 404);
            harmless(answer);
            assertThat(RawHttp.status(new RawHttp(world.api().with("")).send("OPTIONS", path)))
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7b",
                "7b 22 61",
                "7b 22 61 22 3a 22 ff fe 22 7d",
                "7b 22 61 22 3a 22 c3 28 22 7d",
                "7b 22 61 22 3a 22 ed a0 80 22 7d",
                "7b 22 61 22 3a 22 f4 90 80 80 22 7d",
                "7b 22 61 22 3a 22 e2 82",
                "ef bb bf 7b",
                "ff fe 7b 00 22 00",
                "fe ff 00 7b 00 22",
                "00 00 00 7b 00 00 00",
                "ff fe 00 00 7b 00 00 00",
                "00 00 fe ff 7f ff ff ff",
                "dd ff 00 00",
                "1f 8b 08 00 00",
                "00",
                "7b 22 61 22 3a 00 7d",
                "5b 31 2c 5d",
                "2f 2f 20 7b 7d",
                "4e 61 4e"
            })
    void brokenJsonInEveryEncoding(String hex) {
        byte[] bytes = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        for (String type : List.of(
                "application/json",
                "application/json; charset=utf-8",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json; charset=nonsense",
                "application/merge-patch+json")) {
            for (String method : List.of("POST", "PATCH")) {
                String path = method.equals("POST") ? "/leads" : "/enrollments/" + enrollment;
                Reply reply = world.api()
                        .send(
                                path,
                                r -> r.header("Content-Type", type).method(method, BodyPublishers.ofByteArray(bytes)));
                problem(reply, List.of(400, 415));
                assertThat(reply.text())
                        .doesNotContain("\tat ", "java.", "com.fasterxml", "springframework", "[Source", "UTF8Stream");
            }
        }
    }

    private static void harmless(String answer) {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        String lower = answer.toLowerCase(java.util.Locale.ROOT);
        assertThat(lower).doesNotContain("text/html");
        assertThat(body.toLowerCase(java.util.Locale.ROOT)).doesNotContain("<html", "<!doctype");
        assertThat(body).doesNotContain("\tat ", "java.lang", "org.apache", "org.springframework");
    }

    private static void problem(Reply reply, int status, String code) {
        reply.problem(status, code);
        JsonNode problem = reply.json();
        assertThat(problem.path("type").asText()).isEqualTo("urn:enlist:problem:" + code);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(reply.text()).doesNotContain("\tat ", "java.", "springframework", "<html");
    }

    private static void problem(Reply reply, List<Integer> statuses) {
        assertThat(reply.status()).isIn(statuses);
        assertThat(reply.header("Content-Type").orElse("")).startsWith("application/problem+json");
    }
}
