package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A query parameter that an operation does not declare is refused; those that the document declares are taken. */
@EnlistIT
class QueryParametersIT {

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    private record Operation(String method, String path, JsonNode described) {

        List<String> parameters() {
            return StreamSupport.stream(described.path("parameters").spliterator(), false)
                    .filter(parameter -> parameter.path("in").asText().equals("query"))
                    .map(parameter -> parameter.path("name").asText())
                    .toList();
        }

        String contentType() {
            List<String> types = new ArrayList<>();
            described.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
            return types.isEmpty() ? "application/json" : types.get(0);
        }

        /** An address of something that does not exist: the query is looked at before. */
        String address() {
            return path.replace("{id}", Cuid.next())
                    .replace("{slug}", "none")
                    .replaceAll("\\{(number|other|n|m)}", "1")
                    .replaceAll("\\{[a-zA-Z]+}", Cuid.next());
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                world.api().document().path("paths").properties()) {
            path.getValue()
                    .properties()
                    .forEach(method -> operations.add(
                            new Operation(method.getKey().toUpperCase(), path.getKey(), method.getValue())));
        }
        return operations.stream()
                .filter(operation -> !operation.path().equals("/graphql"))
                .toList();
    }

    private Reply call(Operation operation, String query) {
        return world.api()
                .send(
                        operation.address() + query,
                        request -> request.header("Content-Type", operation.contentType())
                                .header("Accept", "*/*")
                                .method(operation.method(), BodyPublishers.ofString("{}")));
    }

    @Test
    void unknownOnesAreRefusedByEveryOperation() {
        List<Operation> operations = operations();
        List<String> closed = new ArrayList<>();
        assertThat(operations).hasSizeGreaterThan(150);
        for (Operation operation : operations) {
            Reply reply = call(operation, "?zebra=1&perPgae=2");
            if (reply.status() == 403) {
                closed.add(operation.method() + " " + operation.path());
                continue;
            }
            assertThat(reply.status())
                    .as(operation.method() + " " + operation.path() + reply.text())
                    .isEqualTo(400);
            assertThat(reply.faults())
                    .as(operation.method() + " " + operation.path())
                    .containsExactlyInAnyOrder("/zebra", "/perPgae");
        }
        assertThat(closed).hasSizeLessThan(12);
    }

    @Test
    void declaredOnesAreKnownToEveryOperation() {
        for (Operation operation : operations()) {
            if (!operation.method().equals("GET") || operation.path().equals("/events/stream")) {
                continue;
            }
            for (String name : operation.parameters()) {
                assertThat(call(operation, "?" + name + "=1").text())
                        .as(operation.path() + " " + name)
                        .doesNotContain("is no parameter of this operation");
            }
        }
    }

    @Test
    void theOneThatWasMeantIsNamed() {
        JsonNode problem =
                world.api().get("/programs?perpage=5&yaer=2026&zebra=1").problem(400, "invalid-input");

        assertThat(problem.path("errors").findValuesAsText("message"))
                .contains(
                        "is no parameter of this operation; did you mean perPage?",
                        "is no parameter of this operation; did you mean year?")
                .anyMatch(message -> message.contains("the parameters are active, after, archived, owner, page"));
        assertThat(world.api().get("/session?x=1").problem(400, "invalid-input").toString())
                .contains("takes none");
    }
}
