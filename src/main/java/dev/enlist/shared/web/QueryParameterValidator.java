package dev.enlist.shared.web;

import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.Suggestion;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Refuses query parameters that an operation does not declare, as members of a body are refused: a filter that is
 * misspelt would otherwise be no filter, and the list a longer one than was asked for.
 */
@Configuration
class QueryParameterValidator implements WebMvcConfigurer, HandlerInterceptor {

    /** What {@link ListQuery} reads. */
    static final List<String> PAGING = List.of("page", "perPage", "sort", "after");

    private final Supplier<Map<Method, Set<String>>> declared;

    QueryParameterValidator(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        // the mappings are complete only when the application is
        this.declared = SingletonSupplier.of(() -> declared(mappings));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(1);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request.getQueryString() != null
                && handler instanceof HandlerMethod method
                && isOperation(method)) {
            check(request, declared.get().getOrDefault(method.getMethod(), Set.of()));
        }
        return true;
    }

    private static boolean isOperation(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("dev.enlist.")
                && method.getBeanType().isAnnotationPresent(RestController.class);
    }

    private static void check(HttpServletRequest request, Set<String> known) {
        FaultList faults = new FaultList();
        for (String name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                String otherwise = known.isEmpty()
                        ? "; this operation takes none"
                        : "; the parameters are " + String.join(", ", known);
                faults.add(new Fault(
                        Fault.pointerTo(name),
                        "is no parameter of this operation"
                                + Suggestion.of(name, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(otherwise)));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    /** By method: what all methods declare that answer the same path, since a list and its export are one operation. */
    private static Map<Method, Set<String>> declared(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        Map<String, Set<String>> byOperation = new HashMap<>();
        Map<Method, Set<String>> byMethod = new HashMap<>();
        mappings.orderedStream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(entry -> isOperation(entry.getValue()))
                .forEach(entry -> operations(entry.getKey()).forEach(operation -> {
                    Set<String> names = byOperation.computeIfAbsent(operation, key -> new TreeSet<>());
                    names.addAll(names(entry.getValue()));
                    byMethod.put(entry.getValue().getMethod(), names);
                }));
        return byMethod;
    }

    private static List<String> operations(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .flatMap(path -> methods.stream().map(method -> method + " " + path))
                .toList();
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(ParameterObject.class)) {
                for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
                    names.add(component.getName());
                }
            }
            RequestParam declared = parameter.getParameterAnnotation(RequestParam.class);
            if (declared == null) {
                continue;
            }
            if (Map.class.isAssignableFrom(parameter.getParameterType())) {
                names.addAll(PAGING);
            } else {
                parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
                String name = declared.name();
                names.add(name.isEmpty() ? String.valueOf(parameter.getParameterName()) : name);
            }
        }
        return names;
    }
}
