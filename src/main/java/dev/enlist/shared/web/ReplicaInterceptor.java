package dev.enlist.shared.web;

import dev.enlist.shared.work.ReplicaReads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Runs the handlers of controllers with {@link ReadsReplica} in that scope, after the checks of access. */
@Component
class ReplicaInterceptor implements HandlerInterceptor, WebMvcConfigurer {

    private static final String SCOPE = ReplicaInterceptor.class.getName();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(Ordered.LOWEST_PRECEDENCE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.getBeanType().isAnnotationPresent(ReadsReplica.class)) {
            request.setAttribute(SCOPE, ReplicaReads.enter());
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(SCOPE) instanceof ReplicaReads.Entered scope) {
            request.removeAttribute(SCOPE);
            scope.close();
        }
    }
}
