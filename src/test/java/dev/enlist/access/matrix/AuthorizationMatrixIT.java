package dev.enlist.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.access.RoleScopes;
import dev.enlist.access.matrix.TestCaller.Expectation;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.support.Api;
import dev.enlist.support.CallerDeal;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Calls every operation as every kind of caller: persons whose role may and may not, each kind of key, and callers of other
 * workspaces. A build sends one caller of each kind to an operation; the profile {@code resilience} sends all. Reads the
 * operations from the running application; fails for an operation without a scope and for a resource that it cannot create.
 */
@EnlistIT
class AuthorizationMatrixIT {

    private static final String PASSWORD = "a long enough password";

    /** The codes of refusals before the operation runs. */
    private static final Set<String> GUARD =
            Set.of("insufficient-scope", "key-bound", "closed", "forbidden", "csrf-token-missing");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DelayedJobs jobs;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    World world;
    Subjects subjects;

    @Test
    void everyOperationNamesItsScope() {
        assertThat(Operation.all(mapping))
                .hasSizeGreaterThan(50)
                .allSatisfy(operation -> assertThat(operation.requires() != null ^ operation.anyCaller())
                        .as(operation + " names the scope it needs, or says that it needs none")
                        .isTrue());
    }

    /** Each operation with one caller of each kind; each caller with some operations, others in each build. */
    @Test
    void everybodyMayDoWhatTheyMayAndNothingElse() throws IOException {
        callEveryOperation(AuthorizationMatrixIT::kind);
    }

    @Tag("resilience")
    @Test
    void everybodyMayDoWhatTheyMayAndNothingElseWithEveryCaller() throws IOException {
        callEveryOperation((operation, caller) -> caller.name());
    }

    /**
     * Callers that differ for an operation in what the guard looks at. The key with all scopes but the one that is needed,
     * and the key of another workspace, are sent to each operation.
     */
    private static String kind(Operation operation, TestCaller caller) {
        return switch (caller.name()) {
            case "no key", "wrong key", "revoked key", "expired key" -> "unknown";
            case "server key", "key with this scope alone" -> "key that may";
            case "key bound to this instance", "key bound to this customer" -> "key bound to this";
            case "key bound to another instance", "key bound to another customer" -> "key bound to another";
            case "foreign administrator", "sandbox server key" -> "further foreigner";
            case "key with every other scope", "foreign server key" -> caller.name();
            default -> "person, " + caller.expects(operation);
        };
    }

    private void callEveryOperation(BiFunction<Operation, TestCaller, String> kinds) throws IOException {
        world = worlds.organization();
        subjects = new Subjects(world, worlds.person(world, PASSWORD, Role.REVIEWER), jobs);
        List<Operation> operations = Operation.all(mapping).stream()
                .filter(operation -> operation.requires() != null)
                // operations that end a resource come last
                .sorted(Comparator.comparing(operation -> operation.method().equals("DELETE")))
                .toList();
        List<TestCaller> callers = callers();
        CallerDeal deal = CallerDeal.ofThisBuild();
        Map<Operation, List<TestCaller>> dealt = deal.of(operations, callers, kinds);
        List<String> wrong = new ArrayList<>();
        Map<String, List<String>> table = new TreeMap<>();
        for (Operation operation : operations) {
            List<String> row = new ArrayList<>();
            for (TestCaller caller : callers) {
                Expectation expected = caller.expects(operation);
                if (!dealt.get(operation).contains(caller)) {
                    row.add("(" + expected.printed + ")");
                    continue;
                }
                Reply reply = caller.caller().call(operation, subjects.path(operation));
                subjects.answered(operation, reply);
                if (!meets(expected, reply, operation, caller)) {
                    wrong.add("%s by %s: expected %s, got %d %s"
                            .formatted(operation, caller.name(), expected, reply.status(), reply.text()));
                }
                row.add(expected.printed);
            }
            table.put("`%s` | `%s`".formatted(operation, operation.scope().orElse("")), row);
        }
        print(table, callers);
        assertThat(wrong).as(deal.toString()).isEmpty();
        assertThat(dealt.values().stream().flatMap(List::stream))
                .as("each caller calls something")
                .containsAll(callers);
    }

    private boolean meets(Expectation expected, Reply reply, Operation operation, TestCaller caller) {
        boolean tells = caller.name().startsWith("foreign")
                && subjects.secrets().stream()
                        .filter(secret -> !subjects.path(operation).contains(secret)
                                || operation.method().equals("GET"))
                        .anyMatch(secret -> reply.text().contains(secret) && reply.status() < 300);
        if (tells) {
            return false;
        }
        return switch (expected) {
            // an operation may have further requirements, with codes of their own
            case ALLOWED ->
                reply.status() != 401
                        && (reply.status() != 404 || operation.mayBeAbsent())
                        && reply.status() < 500
                        && !(reply.status() == 403 && isOfTheGuard(reply));
            case FORBIDDEN -> reply.status() == 403 && isOfTheGuard(reply);
            case UNKNOWN ->
                reply.status() == 401
                        || (operation.isPage() && reply.status() == 302)
                        || (operation.isChangeOfPage() && reply.status() == 403);
            case ABSENT -> {
                Reply missing = caller.caller().call(operation, Subjects.path(operation, Cuid.next()));
                yield reply.status() >= 400
                        && reply.status() == missing.status()
                        && reply.json().path("code").equals(missing.json().path("code"))
                        && reply.json().path("detail").equals(missing.json().path("detail"));
            }
        };
    }

    private static boolean isOfTheGuard(Reply reply) {
        return GUARD.contains(reply.json().path("code").asText());
    }

    private List<TestCaller> callers() {
        List<TestCaller> callers = new ArrayList<>();
        Api api = world.api();
        callers.add(new TestCaller("no key", TestCaller.withKey(api.with("")), operation -> Expectation.UNKNOWN));
        callers.add(new TestCaller(
                "wrong key", TestCaller.withKey(api.with("enl_" + "x".repeat(42))), operation -> Expectation.UNKNOWN));
        callers.add(new TestCaller("revoked key", TestCaller.withKey(revoked()), operation -> Expectation.UNKNOWN));
        callers.add(new TestCaller("expired key", TestCaller.withKey(expired()), operation -> Expectation.UNKNOWN));
        for (Role role : Role.values()) {
            Browser browser = session(world, role);
            callers.add(new TestCaller(
                    role.wire(),
                    TestCaller.inSession(browser),
                    operation -> TestCaller.allowedIf(RoleScopes.of(List.of(role))
                            .contains(operation.requires().value()))));
        }
        callers.add(new TestCaller("server key", TestCaller.withKey(api), operation -> Expectation.ALLOWED));
        Map<Scope, TestCaller.Caller> with = new TreeMap<>();
        Map<Scope, TestCaller.Caller> without = new TreeMap<>();
        for (Scope scope : Scope.values()) {
            with.put(scope, TestCaller.withKey(key(List.of(scope), b -> {})));
            without.put(
                    scope,
                    TestCaller.withKey(key(
                            Arrays.stream(Scope.values())
                                    .filter(other ->
                                            !Scope.withIncluded(Set.of(other)).contains(scope))
                                    .toList(),
                            b -> {})));
        }
        callers.add(new TestCaller(
                "key with this scope alone",
                (operation, path) -> with.get(operation.requires().value()).call(operation, path),
                operation -> Expectation.ALLOWED));
        callers.add(new TestCaller(
                "key with every other scope",
                (operation, path) -> without.get(operation.requires().value()).call(operation, path),
                operation -> Expectation.FORBIDDEN));
        callers.addAll(bound());
        callers.addAll(foreign());
        return callers;
    }

    private List<TestCaller> bound() {
        List<Scope> all = List.of(Scope.values());
        return List.of(
                new TestCaller(
                        "key bound to this instance",
                        TestCaller.withKey(key(all, b -> b.put("programInstanceId", subjects.instanceId))),
                        operation -> TestCaller.allowedIf(TestCaller.of(
                                operation, Requires.Subject.PROGRAM_INSTANCE, Requires.Subject.ENROLLMENT))),
                new TestCaller(
                        "key bound to another instance",
                        TestCaller.withKey(key(all, b -> b.put("programInstanceId", world.instance()))),
                        operation -> Expectation.FORBIDDEN),
                new TestCaller(
                        "key bound to this customer",
                        TestCaller.withKey(key(all, b -> b.put("customerId", subjects.customerId))),
                        operation -> TestCaller.allowedIf(
                                TestCaller.of(operation, Requires.Subject.CUSTOMER, Requires.Subject.ENROLLMENT)
                                        || operation.requires().guardsCustomers())),
                new TestCaller(
                        "key bound to another customer",
                        TestCaller.withKey(key(all, b -> b.put("customerId", otherCustomer()))),
                        operation -> TestCaller.allowedIf(operation.requires().guardsCustomers())));
    }

    private List<TestCaller> foreign() {
        World stranger = worlds.organization();
        World sandbox = worlds.workspace(world.workspace().organizationId(), "sandbox");
        return List.of(
                new TestCaller(
                        "foreign server key",
                        TestCaller.withKey(stranger.api()),
                        operation -> operation.namesSomething() ? Expectation.ABSENT : Expectation.ALLOWED),
                new TestCaller(
                        "foreign administrator",
                        TestCaller.inSession(session(stranger, Role.ADMINISTRATOR)),
                        operation -> operation.namesSomething() ? Expectation.ABSENT : Expectation.ALLOWED),
                new TestCaller(
                        "sandbox server key",
                        TestCaller.withKey(sandbox.api()),
                        // programs and the organization are common to the workspaces of an organization
                        operation -> operation.namesSomething()
                                        && !operation.template().startsWith("/programs/")
                                        && !operation.template().startsWith("/organizations/")
                                ? Expectation.ABSENT
                                : Expectation.ALLOWED));
    }

    private Browser session(World where, Role role) {
        return Browser.signedIn(where.api().url(), worlds.person(where, PASSWORD, role), PASSWORD, false);
    }

    private Api key(List<Scope> scopes, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode body = Json.object("{\"name\": \"Visitor\"}");
        scopes.forEach(scope -> body.withArray("scopes").add(scope.wire()));
        change.accept(body);
        return world.api()
                .with(world.api().post("/apiKeys", body).created().path("key").asText());
    }

    private Api revoked() {
        String id = world.api()
                .post("/apiKeys", Json.object("{\"name\": \"Revoked\"}"))
                .created()
                .path("id")
                .asText();
        Api key = world.api()
                .with(world.api()
                        .post("/apiKeys/" + id + "/rotate", Json.object("{}"))
                        .ok()
                        .path("key")
                        .asText());
        world.api().delete("/apiKeys/" + id).expect(204);
        return key;
    }

    private Api expired() {
        ObjectNode body = Json.object("{\"name\": \"Expired\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}");
        var issued = world.api().post("/apiKeys", body).created();
        owner.template()
                .update(
                        "update api_key set expires_at = now() - interval '1 second' where id = ?",
                        issued.path("id").asText());
        return world.api().with(issued.path("key").asText());
    }

    private String otherCustomer() {
        ObjectNode other = Json.object("{\"firstName\": \"Other\", \"lastName\": \"Person\"}");
        other.put("email", Cuid.next() + "@example.com");
        return world.api().post("/customers", other).created().path("id").asText();
    }

    private static void print(Map<String, List<String>> table, List<TestCaller> callers) throws IOException {
        StringBuilder page = new StringBuilder("# Who may do what\n\nIn brackets: not tried in this build.\n\n");
        page.append("| operation | scope | ")
                .append(callers.stream().map(TestCaller::name).collect(Collectors.joining(" | ")))
                .append(" |\n|---|---|")
                .append("---|".repeat(callers.size()))
                .append('\n');
        table.forEach((operation, row) -> page.append("| ")
                .append(operation)
                .append(" | ")
                .append(String.join(" | ", row))
                .append(" |\n"));
        Path file = Path.of("target", "authorization-matrix.md");
        Files.writeString(file, page);
        LoggerFactory.getLogger(AuthorizationMatrixIT.class)
                .info(
                        "{} operations, {} callers, {} of {} cells in {}",
                        table.size(),
                        callers.size(),
                        table.values().stream()
                                .flatMap(List::stream)
                                .filter(cell -> !cell.startsWith("("))
                                .count(),
                        table.size() * callers.size(),
                        file);
    }
}
