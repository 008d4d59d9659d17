package dev.enlist.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.access.RoleScopes;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.support.EnlistIT;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Checks {@code docs/scopes.md} against the code; {@code -Denlist.docs.write=true} regenerates it. */
@EnlistIT
class ScopesPageIT {

    private static final Path PAGE = Path.of("docs", "scopes.md");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Autowired
    ApplicationContext application;

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
        page.append("""

                ## Fields of the graph

                | field | scope | bound keys |
                |---|---|---|
                """);
        fields().forEach((field, requires) -> page.append(
                "| `%s` | `%s` | %s |%n".formatted(field, requires.value().wire(), bound(requires))));
        return page.toString();
    }

    /** Those that take a scope, in the order of their names; the others take that of the field above them. */
    private Map<String, Requires> fields() {
        Map<String, Requires> fields = new TreeMap<>();
        for (Object controller :
                application.getBeansWithAnnotation(Controller.class).values()) {
            for (Method method : AopUtils.getTargetClass(controller).getDeclaredMethods()) {
                Requires requires = method.getAnnotation(Requires.class);
                SchemaMapping one = AnnotatedElementUtils.getMergedAnnotation(method, SchemaMapping.class);
                BatchMapping many = AnnotatedElementUtils.getMergedAnnotation(method, BatchMapping.class);
                if (requires != null && (one != null || many != null)) {
                    fields.put((one != null ? one.typeName() : many.typeName()) + "." + method.getName(), requires);
                }
            }
        }
        return fields;
    }

    private static String roles(Scope scope) {
        List<Role> having = Arrays.stream(Role.values())
                .filter(role -> RoleScopes.of(List.of(role)).contains(scope))
                .toList();
        return having.stream().map(Role::wire).collect(Collectors.joining(", "));
    }

    private static String bound(Operation operation) {
        return operation.requires() == null ? "yes" : bound(operation.requires());
    }

    private static String bound(Requires requires) {
        return switch (requires.of()) {
            case WORKSPACE -> "no";
            case PROGRAM_INSTANCE -> requires.guardsCustomers() ? "instance, customer" : "instance";
            case ENROLLMENT -> "instance, customer";
            case CUSTOMER -> "customer";
        };
    }

    private static String decapitalized(String text) {
        return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
    }
}
