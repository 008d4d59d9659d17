package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Browser;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.support.Reply;
import dev.enlist.tenancy.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** Objects of a class that the caller chooses, in every place where a value can be sent. */
final class ValueAttacks {

    private static final String GROUP = "serialized objects";

    private ValueAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(forms(), elsewhere(), cookies(), settings()).flatMap(attacks -> attacks);
    }

    /** Reading such a map looks up an address: the classic proof of deserialization. */
    private static String serialized(Ground ground) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(
                    new HashMap<>(Map.of(URI.create(ground.canaries.url()).toURL(), "x")));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static Map<String, String> values(Ground ground) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "a serialized object",
                object("application/x-java-serialized-object", "java.util.HashMap", serialized(ground)));
        values.put(
                "a serialized object of no type",
                object("application/x-java-serialized-object", "", serialized(ground)));
        values.put("JSON of a class", object("application/json", Canaries.CLASS, "{}"));
        values.put(
                "JSON of a data source",
                object(
                        "application/json",
                        "com.zaxxer.hikari.HikariDataSource",
                        "{\\\"jdbcUrl\\\": \\\"" + ground.canaries.url() + "\\\"}"));
        values.put(
                "JSON that hints at a class",
                object(
                        "application/json",
                        "java.util.ArrayList<java.lang.Object>",
                        "[[\\\"" + Canaries.CLASS + "\\\", {}], {\\\"@class\\\": \\\"" + Canaries.CLASS + "\\\"}]"));
        values.put("XML of a class", object("application/xml", Canaries.CLASS, "<x/>"));
        values.put("an expression", "{\"value\": \"${''.getClass()}\", \"type\": \"String\"}");
        values.put(
                "a file",
                "{\"value\": \"eA==\", \"type\": \"File\", \"valueInfo\": {\"filename\": \"../../../canary\"}}");
        values.put("a Spin document", "{\"value\": \"{}\", \"type\": \"Json\"}");
        return values;
    }

    private static String object(String format, String type, String value) {
        return "{\"type\": \"Object\", \"value\": \"" + value + "\", \"valueInfo\": {\"objectTypeName\": \"" + type
                + "\", \"serializationDataFormat\": \"" + format + "\"}}";
    }

    private static Stream<Attack> forms() {
        return Stream.of(
                        "a serialized object",
                        "a serialized object of no type",
                        "JSON of a class",
                        "JSON of a data source",
                        "JSON that hints at a class",
                        "XML of a class",
                        "an expression",
                        "a file",
                        "a Spin document")
                .flatMap(kind -> Stream.of("reviewDecision", "reviewReason")
                        .map(variable -> new Attack(
                                GROUP,
                                kind + " as " + variable + " of a form",
                                ground ->
                                        submit(ground, variable, values(ground).get(kind)))));
    }

    private static Wall submit(Ground ground, String variable, String value) {
        String other = variable.equals("reviewDecision") ? "" : ", \"reviewDecision\": {\"value\": \"neither\"}";
        Reply reply = ground.as(Role.REVIEWER)
                .post(
                        Browser.ENGINE + "/task/" + ground.task() + "/submit-form",
                        "{\"variables\": {\"" + variable + "\": " + value + other + "}}");
        return Ground.refused(reply);
    }

    /** As unexpected variables, and as conditions of a query. */
    private static Stream<Attack> elsewhere() {
        return Stream.of("a serialized object", "JSON of a class", "JSON that hints at a class")
                .flatMap(kind -> Stream.of(
                        new Attack(
                                GROUP,
                                kind + " beside the answers of a form",
                                ground -> submit(
                                        ground, "smuggled", values(ground).get(kind))),
                        new Attack(
                                GROUP,
                                kind + " when completing",
                                ground -> Ground.refused(ground.as(Role.REVIEWER)
                                        .post(
                                                Browser.ENGINE + "/task/" + ground.task() + "/complete",
                                                "{\"variables\": {\"x\": "
                                                        + values(ground).get(kind) + "}}"))),
                        new Attack(
                                GROUP,
                                kind + " as a variable",
                                ground -> Ground.refused(ground.as(Role.ADMINISTRATOR)
                                        .send(
                                                "PUT",
                                                Browser.ENGINE + "/process-instance/" + ground.process()
                                                        + "/variables/x",
                                                values(ground).get(kind)))),
                        new Attack(GROUP, kind + " in a query", ground -> {
                            Reply reply = ground.as(Role.REVIEWER)
                                    .post(
                                            Browser.ENGINE + "/task?maxResults=5",
                                            "{\"processVariables\": [{\"name\": \"x\","
                                                    + " \"operator\": \"eq\", \"value\": "
                                                    + values(ground).get(kind) + "}]}");
                            assertThat(reply.status()).as(reply.text()).isIn(200, 400);
                            return reply.status() == 200 ? Wall.HARMLESS : Ground.refused(reply);
                        }),
                        new Attack(GROUP, kind + " as metadata of an enrollment", ground -> {
                            Reply reply = ground.api()
                                    .patch(
                                            "/enrollments/" + ground.enrollment,
                                            dev.enlist.support.Json.object("{\"metadata\": {\"x\": "
                                                    + values(ground).get(kind) + "}}"));
                            assertThat(reply.status()).as(reply.text()).isIn(200, 400, 409);
                            return reply.status() == 200 ? Wall.HARMLESS : Wall.API;
                        })));
    }

    private static Stream<Attack> cookies() {
        return Stream.of("JSESSIONID", "SESSION", "remember-me", "rememberMe", "XSRF-TOKEN")
                .map(name -> new Attack(GROUP, "a cookie " + name, ground -> {
                    Browser stranger = ground.stranger();
                    return Ground.refused(stranger.send(stranger.request(Browser.ENGINE + "/task?maxResults=5")
                            .header("Cookie", name + "=" + serialized(ground))
                            .GET()));
                }));
    }

    private static Stream<Attack> settings() {
        return Stream.of(new Attack(GROUP, "the engine's own settings", ground -> {
            ProcessEngineConfigurationImpl engine =
                    (ProcessEngineConfigurationImpl) ground.engine.getProcessEngineConfiguration();
            assertThat(engine.isDeserializationTypeValidationEnabled()).isTrue();
            assertThat(engine.isJavaSerializationFormatEnabled()).isFalse();
            assertThat(engine.isEnableExpressionsInAdhocQueries()).isFalse();
            assertThat(engine.isEnableExpressionsInStoredQueries()).isFalse();
            assertThat(engine.isEnableXxeProcessing()).isFalse();
            assertThat(engine.isDmnFeelEnableLegacyBehavior()).isFalse();
            assertThat(engine.isAuthorizationEnabled()).isTrue();
            assertThat(engine.isTenantCheckEnabled()).isTrue();
            return Wall.RUN;
        }));
    }
}
