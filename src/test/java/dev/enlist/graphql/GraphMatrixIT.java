package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.access.RoleScopes;
import dev.enlist.process.Await;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.support.Api;
import dev.enlist.support.CallerDeal;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * Calls every field of the graph with every kind of caller, as {@code AuthorizationMatrixIT} does for REST: a build sends one
 * caller of each kind to a field, and the profile {@code resilience} all. The fields come from the running schema. A field without a declared scope, or one that the matrix cannot call, fails the test.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphMatrixIT {

    private static final String PASSWORD = "a long enough password";

    private static final Set<String> GUARD =
            Set.of("insufficient-scope", "key-bound", "closed", "forbidden", "csrf-token-missing");

    private static final Set<String> OF_THE_GATEWAY = Set.of("_service", "_entities");

    /** Arguments of each field; {@code $} marks a resource of the workspace. */
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("program", "slug: \"$slug\""),
            Map.entry("programs", ""),
            Map.entry("programInstance", "id: \"$instance\""),
            Map.entry("programInstances", ""),
            Map.entry("enrollment", "id: \"$enrollment\""),
            Map.entry("enrollments", "programInstanceId: \"$instance\""),
            Map.entry("customer", "id: \"$customer\""),
            Map.entry("customers", ""),
            Map.entry("customerDuplicates", ""),
            Map.entry("dismissCustomerDuplicate", "id: \"$pair\", version: 99"),
            Map.entry("restoreCustomerDuplicate", "id: \"$pair\", version: 99"),
            Map.entry("mergeCustomer", "id: \"$customer\", into: \"$survivor\", version: 99"),
            Map.entry("lead", "id: \"$lead\""),
            Map.entry("leads", ""),
            Map.entry("createProgram", "input: {name: \" \", description: \" \"}"),
            Map.entry("updateProgram", "slug: \"$slug\", version: 99, input: {}"),
            Map.entry("deleteProgram", "slug: \"$slug\", version: 99"),
            Map.entry(
                    "createProgramInstance",
                    "input: {programSlug: \"\", title: \"\", description: \"\", eligibilityCriteria: \"\","
                            + " programTerms: \"\"}"),
            Map.entry("updateProgramInstance", "id: \"$instance\", version: 99, input: {}"),
            Map.entry("archiveProgramInstance", "id: \"$instance\", version: 99"),
            Map.entry("cloneProgramInstance", "id: \"$instance\""),
            Map.entry("inheritProgramInstanceConfig", "id: \"$instance\", version: 99"),
            Map.entry("moveProgramInstanceToTemplate", "id: \"$instance\", version: 99, templateVersion: \"rebate@1\""),
            Map.entry(
                    "createEnrollment",
                    "programInstanceId: \"$instance\", input: {identificationType: customerId,"
                            + " customerId: \"$customer\"}"),
            Map.entry("updateEnrollment", "id: \"$enrollment\", version: 99, input: {}"),
            Map.entry("evaluateEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("submitEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("approveEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("rejectEnrollment", "id: \"$enrollment\", version: 99, input: {reason: \"No\"}"),
            Map.entry("claimEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("releaseEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("reassignEnrollment", "id: \"$enrollment\", version: 99, input: {}"),
            Map.entry("informationRequest", "id: \"$request\""),
            Map.entry("requestInformation", "id: \"$enrollment\", version: 99, input: {message: \"Which?\"}"),
            Map.entry("answerInformationRequest", "id: \"$request\", version: 99, input: {message: \"This\"}"),
            Map.entry("cancelInformationRequest", "id: \"$request\", version: 99"),
            Map.entry("unenrollEnrollment", "id: \"$enrollment\", version: 99, input: {reason: \"No\"}"),
            Map.entry("capacity", "programInstanceId: \"$instance\""),
            Map.entry("waitlist", "programInstanceId: \"$instance\""),
            Map.entry("bulkDecision", "id: \"$bulk\""),
            Map.entry("withdrawEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("decideEnrollments", "input: {action: approve}"),
            Map.entry("confirmBulkDecision", "id: \"$bulk\""),
            Map.entry("cancelBulkDecision", "id: \"$bulk\""),
            Map.entry("updateCapacity", "programInstanceId: \"$instance\", version: 99, input: {}"),
            Map.entry("updateWaitlist", "programInstanceId: \"$instance\", version: 99, input: {}"),
            Map.entry("eraseEnrollment", "id: \"$enrollment\", version: 99"),
            Map.entry("deleteEnrollmentDocument", "id: \"$enrollment\", documentId: \"$document\", sha256: \"other\""),
            Map.entry("notes", ""),
            Map.entry("payout", "id: \"$payout\""),
            Map.entry("payouts", ""),
            Map.entry("workflow", "slug: \"review-single\""),
            Map.entry("workflows", ""),
            Map.entry("addEnrollmentNote", "id: \"$enrollment\", input: {text: \"A note\"}"),
            Map.entry(
                    "updateEnrollmentNote",
                    "id: \"$enrollment\", noteId: \"$note\", version: 99, input: {text: \"New\"}"),
            Map.entry("deleteEnrollmentNote", "id: \"$enrollment\", noteId: \"$note\", version: 99"),
            Map.entry("enrollmentStatusChanged", "after: \"wrong\""));

    /** The expected result of a call. */
    private enum Expectation {
        ALLOWED,
        FORBIDDEN,
        UNKNOWN,
        ABSENT
    }

    /** A field of a root type. */
    private record Operation(String type, String name, boolean object, Requires requires) {

        boolean namesSomething() {
            return CALLS.get(name).contains("$");
        }

        String document(Function<String, String> things) {
            return type.toLowerCase(java.util.Locale.ROOT) + " { " + name + arguments(things)
                    + (object ? " { __typename }" : "") + " }";
        }

        private String arguments(Function<String, String> things) {
            String arguments = CALLS.get(name);
            for (String thing : List.of(
                    "slug",
                    "instance",
                    "enrollment",
                    "customer",
                    "lead",
                    "bulk",
                    "document",
                    "note",
                    "request",
                    "pair",
                    "survivor",
                    "payout")) {
                arguments = arguments.replace("$" + thing, things.apply(thing));
            }
            return arguments.isEmpty() ? "" : "(" + arguments + ")";
        }
    }

    private record TestCaller(
            String name, BiFunction<Operation, String, Reply> caller, Function<Operation, Expectation> expectation) {}

    @Autowired
    Worlds worlds;

    @Autowired
    GraphQlSource source;

    @Autowired
    FieldScopes scopes;

    @Autowired
    DelayedJobs jobs;

    World world;
    Map<String, String> things;

    @BeforeAll
    void aWorkspaceWithOneOfEachThing() {
        world = worlds.organization();
        String slug = world.program();
        String instance = world.instance(slug, i -> {});
        JsonNode enrollment = world.enroll(instance, World.applicant());
        things = new HashMap<>(Map.of(
                "slug",
                slug,
                "instance",
                instance,
                "enrollment",
                enrollment.path("id").asText(),
                "customer",
                enrollment.path("customerId").asText(),
                "bulk",
                bulkDecision(),
                "document",
                new Uploads(world.api()).pdf(enrollment.path("id").asText()),
                "note",
                world.api()
                        .post("/enrollments/" + enrollment.path("id").asText() + "/notes", "{\"text\": \"A note\"}")
                        .created()
                        .path("id")
                        .asText(),
                "request",
                world.api()
                        .post(
                                "/enrollments/" + world.submittedEnrollment(instance) + "/informationRequests",
                                "{\"message\": \"Which?\"}")
                        .created()
                        .path("id")
                        .asText(),
                "pair",
                pair(),
                "lead",
                world.api()
                        .post("/leads", Json.object("{}").put("email", Cuid.next() + "@example.com"))
                        .created()
                        .path("id")
                        .asText()));
        things.put("survivor", customer());
        things.put("payout", payout(instance));
    }

    /** The id of a payout that is due to another enrollment. */
    private String payout(String instance) {
        String enrollment = world.submittedEnrollment(instance);
        world.api()
                .post("/enrollments/" + enrollment + "/incentive", "{\"amount\": 50, \"reason\": \"Receipt\"}")
                .ok();
        world.api().post("/enrollments/" + enrollment + "/approve", "{}").ok();
        return world.api()
                .get("/payouts?enrollmentId=" + enrollment)
                .ok()
                .at("/data/0/id")
                .asText();
    }

    /** The id of a pair of customers with the same name and postal code. */
    private String pair() {
        for (int i = 0; i < 2; i++) {
            customer();
        }
        jobs.start(DelayedJobs.DUPLICATES, world);
        Await.until("the pair to be found", () -> !pairs().isEmpty());
        return pairs().get(0).path("id").asText();
    }

    private String customer() {
        return world.api()
                .post(
                        "/customers",
                        Json.object("{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\","
                                        + " \"address\": {\"state\": \"NY\", \"postalCode\": \"10001\"}}")
                                .put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();
    }

    private JsonNode pairs() {
        return world.api().get("/customers/duplicates").ok().path("data");
    }

    private List<Operation> operations() {
        GraphQLSchema schema = source.schema();
        return Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .flatMap(type -> type.getFieldDefinitions().stream()
                        .filter(field -> !OF_THE_GATEWAY.contains(field.getName()))
                        .map(field -> operation(type, field)))
                .toList();
    }

    private Operation operation(GraphQLObjectType type, GraphQLFieldDefinition field) {
        String name = type.getName() + "." + field.getName();
        Requires requires = scopes.of(type.getName(), field.getName())
                .flatMap(FieldScopes.Ask::requires)
                .orElseThrow(() -> new AssertionError(name + " names no scope"));
        assertThat(CALLS).as("Tell the matrix how to call " + name).containsKey(field.getName());
        GraphQLNamedOutputType answer = (GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(field.getType());
        return new Operation(type.getName(), field.getName(), answer instanceof GraphQLObjectType, requires);
    }

    /** Each field with one caller of each kind; each caller with some fields, others in each build. */
    @Test
    void everybodyMayDoWhatTheyMayAndNothingElse() {
        callEveryField(GraphMatrixIT::kind);
    }

    @Tag("resilience")
    @Test
    void everybodyMayDoWhatTheyMayAndNothingElseWithEveryCaller() {
        callEveryField((operation, caller) -> caller.name());
    }

    /** As in {@code AuthorizationMatrixIT}; both keys of other workspaces are sent to each field. */
    private static String kind(Operation operation, TestCaller caller) {
        return switch (caller.name()) {
            case "no key", "wrong key" -> "unknown";
            case "server key", "key with this scope alone" -> "key that may";
            case "key bound to this instance", "key bound to this customer" -> "key bound to this";
            case "key bound to another instance", "key bound to another customer" -> "key bound to another";
            case "key with every other scope", "foreign server key", "foreign sandbox key" -> caller.name();
            default -> "person, " + caller.expectation().apply(operation);
        };
    }

    private void callEveryField(BiFunction<Operation, TestCaller, String> kinds) {
        List<Operation> operations = operations();
        List<TestCaller> callers = callers();
        CallerDeal deal = CallerDeal.ofThisBuild();
        Map<Operation, List<TestCaller>> dealt = deal.of(operations, callers, kinds);
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            for (TestCaller testCaller : dealt.get(operation)) {
                Expectation expected = testCaller.expectation().apply(operation);
                Reply reply = testCaller.caller().apply(operation, operation.document(things::get));
                if (!meets(expected, reply, operation, testCaller)) {
                    wrong.add("%s by %s: expected %s, got %d %s"
                            .formatted(operation.name(), testCaller.name(), expected, reply.status(), reply.text()));
                }
            }
        }
        LoggerFactory.getLogger(GraphMatrixIT.class)
                .warn(
                        "{} fields, {} callers, {} of {} cells",
                        operations.size(),
                        callers.size(),
                        dealt.values().stream().mapToInt(List::size).sum(),
                        operations.size() * callers.size());
        assertThat(wrong).as(deal.toString()).isEmpty();
        assertThat(dealt.values().stream().flatMap(List::stream))
                .as("each caller calls something")
                .containsAll(callers);
    }

    private boolean meets(Expectation expected, Reply reply, Operation operation, TestCaller testCaller) {
        if (expected == Expectation.UNKNOWN) {
            return reply.status() == 401;
        }
        JsonNode answer = answer(reply);
        String code = answer.at("/errors/0/extensions/code").asText();
        boolean distinguishable = testCaller.name().startsWith("foreign")
                && things.values().stream()
                        .anyMatch(thing -> answer.path("data").toString().contains(thing));
        return reply.status() == 200
                && !distinguishable
                && switch (expected) {
                    case ALLOWED ->
                        !GUARD.contains(code) && !code.equals("not-found") && !code.equals("internal-error");
                    case FORBIDDEN ->
                        GUARD.contains(code)
                                && answer.at("/data/" + operation.name())
                                        .asText("")
                                        .isEmpty();
                    case ABSENT -> {
                        String missing = operation.document(thing -> Cuid.next());
                        yield code.equals("not-found")
                                && answer.equals(answer(testCaller.caller().apply(operation, missing)));
                    }
                    case UNKNOWN -> false;
                };
    }

    /** The answer, also where it is the first event of a stream. */
    private static JsonNode answer(Reply reply) {
        return reply.text().startsWith("{")
                ? reply.json()
                : Json.read(reply.text()
                        .lines()
                        .filter(line -> line.startsWith("data:{"))
                        .findFirst()
                        .orElse("data:{}")
                        .substring("data:".length()));
    }

    private List<TestCaller> callers() {
        Api api = world.api();
        List<TestCaller> callers = new ArrayList<>();
        callers.add(new TestCaller("no key", withKey(api.with("")), operation -> Expectation.UNKNOWN));
        callers.add(new TestCaller(
                "wrong key", withKey(api.with("enl_" + "x".repeat(42))), operation -> Expectation.UNKNOWN));
        for (Role role : Role.values()) {
            Browser browser = Browser.signedIn(api.url(), worlds.person(world, PASSWORD, role), PASSWORD, false);
            callers.add(new TestCaller(
                    role.wire(),
                    inSession(browser, true),
                    operation -> allowedIf(RoleScopes.of(List.of(role))
                            .contains(operation.requires().value()))));
        }
        callers.add(new TestCaller("server key", withKey(api), operation -> Expectation.ALLOWED));
        Map<Scope, Api> with = new EnumMap<>(Scope.class);
        Map<Scope, Api> without = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            with.put(scope, key(List.of(scope), Map.of()));
            without.put(scope, allBut(scope));
        }
        callers.add(new TestCaller(
                "key with this scope alone",
                (operation, document) ->
                        withKey(with.get(operation.requires().value())).apply(operation, document),
                operation -> Expectation.ALLOWED));
        callers.add(new TestCaller(
                "key with every other scope",
                (operation, document) ->
                        withKey(without.get(operation.requires().value())).apply(operation, document),
                operation -> Expectation.FORBIDDEN));
        callers.addAll(bound());
        World stranger = worlds.organization();
        World sandbox = worlds.workspace(world.workspace().organizationId(), "sandbox");
        callers.add(new TestCaller(
                "foreign server key",
                withKey(stranger.api()),
                operation -> operation.namesSomething() ? Expectation.ABSENT : Expectation.ALLOWED));
        callers.add(new TestCaller(
                "foreign sandbox key",
                withKey(sandbox.api()),
                // all workspaces of an organization share its programs
                operation -> operation.namesSomething()
                                && !CALLS.get(operation.name()).contains("$slug")
                        ? Expectation.ABSENT
                        : Expectation.ALLOWED));
        return callers;
    }

    private List<TestCaller> bound() {
        List<Scope> all = List.of(Scope.values());
        String another = world.instance();
        String other =
                world.enroll(another, World.applicant()).path("customerId").asText();
        return List.of(
                new TestCaller(
                        "key bound to this instance",
                        withKey(key(all, Map.of("programInstanceId", things.get("instance")))),
                        operation -> operation.name().equals("createEnrollment")
                                // the person in the arguments is not the bound person
                                ? Expectation.FORBIDDEN
                                : allowedIf(
                                        of(operation, Requires.Subject.PROGRAM_INSTANCE, Requires.Subject.ENROLLMENT))),
                new TestCaller(
                        "key bound to another instance",
                        withKey(key(all, Map.of("programInstanceId", another))),
                        operation -> Expectation.FORBIDDEN),
                new TestCaller(
                        "key bound to this customer",
                        withKey(key(all, Map.of("customerId", things.get("customer")))),
                        operation -> allowedIf(of(operation, Requires.Subject.CUSTOMER, Requires.Subject.ENROLLMENT)
                                || operation.requires().guardsCustomers())),
                new TestCaller(
                        "key bound to another customer",
                        withKey(key(all, Map.of("customerId", other))),
                        operation -> Expectation.FORBIDDEN));
    }

    private static boolean of(Operation operation, Requires.Subject... subjects) {
        return Arrays.asList(subjects).contains(operation.requires().of());
    }

    private static Expectation allowedIf(boolean allowed) {
        return allowed ? Expectation.ALLOWED : Expectation.FORBIDDEN;
    }

    private static String accept(Operation operation) {
        return operation.type().equals("Subscription") ? "text/event-stream" : "application/json";
    }

    private static BiFunction<Operation, String, Reply> withKey(Api api) {
        return (operation, document) -> api.send(
                "/graphql",
                request -> request.header("Content-Type", "application/json")
                        .header("Accept", accept(operation))
                        .POST(BodyPublishers.ofString(
                                Graph.request(document, Map.of()).toString())));
    }

    private static BiFunction<Operation, String, Reply> inSession(Browser browser, boolean token) {
        String csrf = token ? browser.get("/session").ok().path("csrfToken").asText() : "none";
        return (operation, document) -> browser.send(browser.request("/graphql")
                .header("Content-Type", "application/json")
                .header("Accept", accept(operation))
                .header("X-CSRF-TOKEN", csrf)
                .POST(BodyPublishers.ofString(Graph.request(document, Map.of()).toString())));
    }

    private Api allBut(Scope scope) {
        return key(
                Arrays.stream(Scope.values())
                        .filter(other -> !Scope.withIncluded(Set.of(other)).contains(scope))
                        .toList(),
                Map.of());
    }

    private Api key(List<Scope> having, Map<String, String> binding) {
        ObjectNode body = Json.object("{\"name\": \"Visitor\"}");
        having.forEach(scope -> body.withArray("scopes").add(scope.wire()));
        binding.forEach(body::put);
        return world.api()
                .with(world.api().post("/apiKeys", body).created().path("key").asText());
    }

    @Test
    void aSessionSendsItsToken() {
        Browser browser = Browser.signedIn(
                world.api().url(), worlds.person(world, PASSWORD, Role.ADMINISTRATOR), PASSWORD, false);
        for (Operation operation : operations()) {
            Reply reply = inSession(browser, false).apply(operation, operation.document(things::get));
            assertThat(reply.problem(403, "csrf-token-missing")).isNotNull();
        }
    }

    /** A completed bulk decision, which can be neither confirmed nor cancelled. */
    private String bulkDecision() {
        String submitted = world.submittedEnrollment(world.instance());
        return world.api()
                .post("/enrollments/bulk", Json.object("{\"action\": \"approve\", \"ids\": [\"" + submitted + "\"]}"))
                .ok()
                .path("id")
                .asText();
    }

    /** Fields of nodes need their scope, also where the caller may read the node. */
    @Test
    void fieldsOfThingsNameTheirScopesToo() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("ProgramInstance", "programInstance(id: \"" + things.get("instance") + "\")");
        places.put("Enrollment", "enrollment(id: \"" + things.get("enrollment") + "\")");
        places.put("Workflow", "workflow(slug: \"review-single\")");
        List<String> looked = new ArrayList<>();
        scopes.all().forEach((name, ask) -> {
            String type = name.substring(0, name.indexOf('.'));
            if (Set.of("Query", "Mutation", "Subscription").contains(type) || ask.anyCaller()) {
                return;
            }
            assertThat(ask.requires()).as(name + " names its scope").isPresent();
            String field = name.substring(name.indexOf('.') + 1);
            Scope scope = ask.requires().get().value();
            String parent = places.get(type).substring(0, places.get(type).indexOf('('));
            Scope ofParent = scopes.of("Query", parent)
                    .flatMap(FieldScopes.Ask::requires)
                    .orElseThrow()
                    .value();
            if (scope != ofParent) {
                JsonNode answer = new Graph(allBut(scope))
                        .ask("{ " + places.get(type) + " { id " + field + " { __typename } } }");
                assertThat(answer.at("/data/" + parent + "/id").isTextual())
                        .as(answer.toString())
                        .isTrue();
                assertThat(answer.at("/data/" + parent + "/" + field).isNull()).isTrue();
                assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("insufficient-scope");
                looked.add(name);
            }
        });
        assertThat(looked).contains("Enrollment.customer", "Enrollment.programInstance", "ProgramInstance.enrollments");
    }
}
