package dev.enlist.shared.web;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What does not have the form of an id or a slug names nothing: 404 before any query. Query parameters that
 * cannot be read, or that PostgreSQL could not, are refused here for every list.
 */
@Configuration
class PathIds implements WebMvcConfigurer, HandlerInterceptor {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    /** Tomcat drops a parameter with a broken escape, and tells so in this attribute only. */
    private static final String UNREADABLE = "org.apache.catalina.parameter_parse_failed";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && request.getQueryString() != null) {
            refuseUnreadable(request);
        }
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            Object id = variables.get("id");
            Object slug = variables.get("slug");
            boolean wrongId = id != null && !Cuid.isCuid(id.toString());
            boolean wrongSlug = slug != null && !slug.toString().matches(Slugs.PATTERN);
            if (wrongId || wrongSlug) {
                throw new NotFound("resource");
            }
        }
        return true;
    }

    private static void refuseUnreadable(HttpServletRequest request) {
        List<Fault> faults = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (Arrays.stream(values).anyMatch(value -> value.indexOf('\0') >= 0)) {
                faults.add(new Fault(Fault.pointerTo(name), "must not contain the character U+0000"));
            }
        });
        if (request.getAttribute(UNREADABLE) != null) {
            faults.add(new Fault("", "the query cannot be read: a percent sign begins two hexadecimal digits"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }
}
