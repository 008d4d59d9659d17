package dev.enlist.access.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.access.Caller;
import dev.enlist.shared.access.AnswerScope;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Removes the parts that the caller may not read from responses of writing operations and from problem documents. See
 * {@link AnswerScope}.
 */
@ControllerAdvice
class AnswerScopeAdvice implements ResponseBodyAdvice<Object> {

    private final ObjectMapper mapper;

    AnswerScopeAdvice(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return AbstractJackson2HttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof ProblemDetail problem) {
            reduce(problem);
            return body;
        }
        return readable(body, method.getMethodAnnotation(Requires.class));
    }

    /** The parts of the response that the current caller may read. */
    @Nullable
    Object readable(@Nullable Object body, @Nullable Requires requires) {
        if (body == null || requires == null || requires.value().reading() == requires.value()) {
            return body;
        }
        Optional<Caller> caller = CallerResolver.current();
        if (caller.isEmpty() || caller.get().scopes().contains(requires.value().reading())) {
            return body;
        }
        JsonNode tree = mapper.valueToTree(body);
        return tree instanceof ObjectNode object ? object.retain(AnswerScope.ALWAYS_SHOWN) : tree;
    }

    private static void reduce(ProblemDetail problem) {
        Optional<Caller> caller = CallerResolver.current();
        if (problem.getProperties() == null || caller.isEmpty()) {
            return;
        }
        problem.getProperties().keySet().removeIf(name -> {
            Scope takes = AnswerScope.OF_PROBLEMS.get(name);
            return takes != null && !caller.get().scopes().contains(takes);
        });
    }
}
