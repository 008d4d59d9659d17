package dev.enlist.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.access.RoleScopes;
import dev.enlist.shared.access.Scope;
import dev.enlist.support.EnlistIT;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The page {@code docs/scopes.md} is made of the code: {@code -Denlist.docs.write=true} writes it anew. */
@EnlistIT
class ScopesPageIT {

    private static final Path PAGE = Path.of("docs", "scopes.md");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Test
    void thePageTellsWhatTheCodeSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("enlist.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/scopes.md; mvn verify -Dit.test=ScopesPageIT -Denlist.docs.write=true writes it anew")
                .isEqualTo(page);
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # Scopes and roles

                Every operation takes one scope. A server key has all of them, a scoped key those it was issued with,
                a person those of their roles. Made from the code by `ScopesPageIT`, which fails when the two differ.

                ## Scopes

                | scope | allows to | roles |
                |---|---|---|
                """);
        for (Scope scope : Scope.values()) {
            page.append("| `%s` | %s | %s |%n".formatted(scope.wire(), decapitalized(scope.meaning()), roles(scope)));
        }
        page.append("""

                ## Operations

                A key that is bound to a program instance or a customer reaches only the operations that say so in the
                last column, and there only what is its own; anything else is 403.

                | operation | scope | bound keys |
                |---|---|---|
                """);
        for (Operation operation : Operation.all(mapping)) {
            page.append("| `%s` | %s | %s |%n"
                    .formatted(
                            operation,
                            operation.scope().map(wire -> "`" + wire + "`").orElse("any caller"),
                            bound(operation)));
        }
        page.append("| `GET /actuator/**` (but `/actuator/health`, which is open) | `operations:read` | no |\n");
        return page.toString();
    }

    private static String roles(Scope scope) {
        List<Role> having = Arrays.stream(Role.values())
                .filter(role -> RoleScopes.of(List.of(role)).contains(scope))
                .toList();
        return having.stream().map(Role::wire).collect(Collectors.joining(", "));
    }

    private static String bound(Operation operation) {
        if (operation.requires() == null) {
            return "yes";
        }
        return switch (operation.requires().of()) {
            case WORKSPACE -> "no";
            case PROGRAM_INSTANCE -> operation.requires().guardsCustomers() ? "instance, customer" : "instance";
            case ENROLLMENT -> "instance, customer";
            case CUSTOMER -> "customer";
        };
    }

    private static String decapitalized(String text) {
        return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
    }
}
