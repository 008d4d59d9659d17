package dev.enlist.shared.web;

import dev.enlist.shared.ScopedClock;
import dev.enlist.shared.json.StrictJson;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Puts the strict reader before Spring's own. */
@Configuration
class WebConfiguration implements WebMvcConfigurer {

    private final StrictJson json;

    WebConfiguration(StrictJson json) {
        this.json = json;
    }

    @Override
    public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
        converters.add(0, new StrictJsonConverter(json));
    }

    /** Functions that answer requests fail in problem documents, too; Spring would leave them to the container. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.stream()
                .filter(ExceptionHandlerExceptionResolver.class::isInstance)
                .findFirst()
                .ifPresent(advice -> resolvers.add(
                        0,
                        (request, response, handler, failure) -> handler instanceof HandlerFunction<?>
                                ? advice.resolveException(request, response, null, failure)
                                : null));
    }

    @Bean
    static WebMvcRegistrations mappings() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new PathFirstHandlerMapping();
            }
        };
    }

    /** The one source of time. */
    @Bean
    static Clock clock() {
        return new ScopedClock();
    }
}
