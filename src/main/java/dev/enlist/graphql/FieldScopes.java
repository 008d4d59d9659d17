package dev.enlist.graphql;

import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Requires;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;

/** The scope of each field, read from the annotation of the method that resolves it. */
@Component
class FieldScopes {

    private static final String PACKAGE = FieldScopes.class.getPackageName();

    /** What a field requires of its caller. If both are absent, the field has no declared scope. */
    record Ask(Optional<Requires> requires, boolean anyCaller) {}

    private final ApplicationContext context;
    private final Map<String, Ask> asks = new ConcurrentHashMap<>();

    FieldScopes(ApplicationContext context) {
        this.context = context;
    }

    /** By {@code Type.field}, in alphabetical order; contains only fields that a method resolves. */
    Map<String, Ask> all() {
        if (asks.isEmpty()) {
            // read after the beans exist, because the schema is built from them
            context.getBeansWithAnnotation(Controller.class).values().stream()
                    .map(AopUtils::getTargetClass)
                    .filter(type -> type.getPackageName().equals(PACKAGE))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .forEach(this::add);
        }
        return new TreeMap<>(asks);
    }

    Optional<Ask> of(String type, String field) {
        if (asks.isEmpty()) {
            all();
        }
        return Optional.ofNullable(asks.get(type + "." + field));
    }

    private void add(Method method) {
        SchemaMapping one = AnnotatedElementUtils.findMergedAnnotation(method, SchemaMapping.class);
        BatchMapping many = AnnotatedElementUtils.findMergedAnnotation(method, BatchMapping.class);
        if (one == null && many == null) {
            return;
        }
        String type = one == null ? many.typeName() : one.typeName();
        String field = one == null ? many.field() : one.field();
        asks.put(
                type + "." + (field.isEmpty() ? method.getName() : field),
                new Ask(
                        Optional.ofNullable(AnnotationUtils.findAnnotation(method, Requires.class)),
                        AnnotationUtils.findAnnotation(method, AnyCaller.class) != null));
    }
}
