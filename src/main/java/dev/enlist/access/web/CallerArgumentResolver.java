package dev.enlist.access.web;

import dev.enlist.access.Caller;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Binding;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Injects the authenticated {@link Caller} into controller methods. */
@Configuration
class CallerArgumentResolver implements WebMvcConfigurer, HandlerMethodArgumentResolver {

    private static final Set<Class<?>> KNOWN = Set.of(Actor.class, Binding.class, Caller.class);

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return KNOWN.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Caller caller = CallerResolver.current()
                .orElseThrow(() -> new IllegalStateException("The request has no authenticated caller"));
        if (parameter.getParameterType() == Caller.class) {
            return caller;
        }
        return parameter.getParameterType() == Binding.class ? caller.binding() : caller.actor();
    }
}
