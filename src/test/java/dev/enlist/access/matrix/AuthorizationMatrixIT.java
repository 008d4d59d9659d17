package dev.enlist.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.access.RoleScopes;
import dev.enlist.access.matrix.Visitor.Expectation;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.support.Api;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every operation against every kind of caller: each role, each kind of key, and those of other workspaces.
 * The operations are those that the running application has; one that names no scope, or names a thing that
 * the matrix cannot make, fails the test.
 */
@EnlistIT
class AuthorizationMatrixIT {

    private static final String PASSWORD = "a long enough password";

    /** The codes by which a call is stopped before the operation. */
    private static final Set<String> GUARD =
            Set.of("insufficient-scope", "key-bound", "closed", "forbidden", "csrf-token-missing");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    World world;
    Subjects subjects;

    @BeforeEach
    void aWorkspaceWithOneOfEachThing() {
        world = worlds.organization();
        subjects = new Subjects(world, worlds.person(world, PASSWORD, Role.VIEWER));
    }

    @Test
    void everyOperationNamesItsScope() {
        assertThat(Operation.all(mapping))
                .hasSizeGreaterThan(50)
                .allSatisfy(operation -> assertThat(operation.requires() != null ^ operation.anyCaller())
                        .as(operation + " names the scope it needs, or says that it needs none")
                        .isTrue());
    }

    @Test
    void everybodyMayDoWhatTheyMayAndNothingElse() throws IOException {
        List<Operation> operations = Operation.all(mapping).stream()
                .filter(operation -> operation.requires() != null)
                // what ends things comes last
                .sorted(Comparator.comparing(operation -> operation.method().equals("DELETE")))
                .toList();
        List<Visitor> visitors = visitors();
        List<String> wrong = new ArrayList<>();
        Map<String, List<String>> table = new TreeMap<>();
        for (Operation operation : operations) {
            List<String> row = new ArrayList<>();
            for (Visitor visitor : visitors) {
                Expectation expected = visitor.expects(operation);
                Reply reply = visitor.caller().call(operation, subjects.path(operation));
                if (!meets(expected, reply, operation, visitor)) {
                    wrong.add("%s by %s: expected %s, got %d %s"
                            .formatted(operation, visitor.name(), expected, reply.status(), reply.text()));
                }
                row.add(expected.printed);
            }
            table.put("`%s` | `%s`".formatted(operation, operation.scope().orElse("")), row);
        }
        print(table, visitors);
        assertThat(wrong).isEmpty();
    }

    private boolean meets(Expectation expected, Reply reply, Operation operation, Visitor visitor) {
        boolean tells = visitor.name().startsWith("foreign")
                && subjects.secrets().stream()
                        .filter(secret -> !subjects.path(operation).contains(secret)
                                || operation.method().equals("GET"))
                        .anyMatch(secret -> reply.text().contains(secret) && reply.status() < 300);
        if (tells) {
            return false;
        }
        return switch (expected) {
            // beyond the scope an operation may ask for more, and says so by a code of its own
            case ALLOWED ->
                reply.status() != 401
                        && reply.status() != 404
                        && reply.status() < 500
                        && !(reply.status() == 403 && isOfTheGuard(reply));
            case FORBIDDEN -> reply.status() == 403 && isOfTheGuard(reply);
            case UNKNOWN -> reply.status() == 401 || (operation.isPage() && reply.status() == 302);
            case ABSENT -> {
                Reply missing = visitor.caller().call(operation, Subjects.path(operation, Cuid.next()));
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

    private List<Visitor> visitors() {
        List<Visitor> visitors = new ArrayList<>();
        Api api = world.api();
        visitors.add(new Visitor("no key", Visitor.withKey(api.with("")), operation -> Expectation.UNKNOWN));
        visitors.add(new Visitor(
                "wrong key", Visitor.withKey(api.with("enl_" + "x".repeat(42))), operation -> Expectation.UNKNOWN));
        visitors.add(new Visitor("revoked key", Visitor.withKey(revoked()), operation -> Expectation.UNKNOWN));
        visitors.add(new Visitor("expired key", Visitor.withKey(expired()), operation -> Expectation.UNKNOWN));
        for (Role role : Role.values()) {
            Browser browser = session(world, role);
            visitors.add(new Visitor(
                    role.wire(),
                    Visitor.inSession(browser),
                    operation -> Visitor.allowedIf(RoleScopes.of(List.of(role))
                            .contains(operation.requires().value()))));
        }
        visitors.add(new Visitor("server key", Visitor.withKey(api), operation -> Expectation.ALLOWED));
        Map<Scope, Visitor.Caller> with = new TreeMap<>();
        Map<Scope, Visitor.Caller> without = new TreeMap<>();
        for (Scope scope : Scope.values()) {
            with.put(scope, Visitor.withKey(key(List.of(scope), b -> {})));
            without.put(
                    scope,
                    Visitor.withKey(key(
                            Arrays.stream(Scope.values())
                                    .filter(other ->
                                            !Scope.withIncluded(Set.of(other)).contains(scope))
                                    .toList(),
                            b -> {})));
        }
        visitors.add(new Visitor(
                "key with this scope alone",
                (operation, path) -> with.get(operation.requires().value()).call(operation, path),
                operation -> Expectation.ALLOWED));
        visitors.add(new Visitor(
                "key with every other scope",
                (operation, path) -> without.get(operation.requires().value()).call(operation, path),
                operation -> Expectation.FORBIDDEN));
        visitors.addAll(bound());
        visitors.addAll(foreign());
        return visitors;
    }

    private List<Visitor> bound() {
        List<Scope> all = List.of(Scope.values());
        return List.of(
                new Visitor(
                        "key bound to this instance",
                        Visitor.withKey(key(all, b -> b.put("programInstanceId", subjects.instanceId))),
                        operation -> Visitor.allowedIf(
                                Visitor.of(operation, Requires.Subject.PROGRAM_INSTANCE, Requires.Subject.ENROLLMENT))),
                new Visitor(
                        "key bound to another instance",
                        Visitor.withKey(key(all, b -> b.put("programInstanceId", world.instance()))),
                        operation -> Expectation.FORBIDDEN),
                new Visitor(
                        "key bound to this customer",
                        Visitor.withKey(key(all, b -> b.put("customerId", subjects.customerId))),
                        operation -> Visitor.allowedIf(
                                Visitor.of(operation, Requires.Subject.CUSTOMER, Requires.Subject.ENROLLMENT)
                                        || operation.requires().guardsCustomers())),
                new Visitor(
                        "key bound to another customer",
                        Visitor.withKey(key(all, b -> b.put("customerId", otherCustomer()))),
                        operation -> Visitor.allowedIf(operation.requires().guardsCustomers())));
    }

    private List<Visitor> foreign() {
        World stranger = worlds.organization();
        World sandbox = worlds.workspace(world.workspace().organizationId(), "sandbox");
        return List.of(
                new Visitor(
                        "foreign server key",
                        Visitor.withKey(stranger.api()),
                        operation -> operation.namesSomething() ? Expectation.ABSENT : Expectation.ALLOWED),
                new Visitor(
                        "foreign administrator",
                        Visitor.inSession(session(stranger, Role.ADMINISTRATOR)),
                        operation -> operation.namesSomething() ? Expectation.ABSENT : Expectation.ALLOWED),
                new Visitor(
                        "sandbox server key",
                        Visitor.withKey(sandbox.api()),
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

    private static void print(Map<String, List<String>> table, List<Visitor> visitors) throws IOException {
        StringBuilder page = new StringBuilder("# Who may do what\n\n");
        page.append("| operation | scope | ")
                .append(visitors.stream().map(Visitor::name).collect(Collectors.joining(" | ")))
                .append(" |\n|---|---|")
                .append("---|".repeat(visitors.size()))
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
                        "{} operations, {} callers, {} cells in {}",
                        table.size(),
                        visitors.size(),
                        table.size() * visitors.size(),
                        file);
    }
}
