package dev.enlist.shared.web;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.problem.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What does not have the form of an id or a slug names nothing: 404 before any query. */
@Configuration
class PathIds implements WebMvcConfigurer, HandlerInterceptor {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
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
}
