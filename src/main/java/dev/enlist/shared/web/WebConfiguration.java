package dev.enlist.shared.web;

import dev.enlist.shared.ScopedClock;
import dev.enlist.shared.json.StrictJson;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** Puts the strict reader before Spring's own. */
@Configuration
class WebConfiguration implements WebMvcConfigurer {

    private static final String WEBJARS = "/webjars/**";

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

    /**
     * Looks for an operation before a function, as GraphQL is: nearly all requests call operations, and the functions would read
     * the headers of each.
     */
    @Bean
    static BeanPostProcessor functionsBehindOperations() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof RouterFunctionMapping functions) {
                    functions.setOrder(1);
                }
                return bean;
            }
        };
    }

    /**
     * Pages link what they load from webjars with its version. Spring looks up each other link of a page as well, which
     * finds nothing and is not remembered: a look into every jar for every link.
     */
    @Bean
    static SmartInitializingSingleton versionedLinks(
            ResourceUrlProvider links, @Qualifier("resourceHandlerMapping") HandlerMapping resources) {
        return () -> links.setHandlerMap(Map.of(WEBJARS, (ResourceHttpRequestHandler)
                ((SimpleUrlHandlerMapping) resources).getHandlerMap().get(WEBJARS)));
    }

    /** The one source of time. */
    @Bean
    static ScopedClock clock() {
        return new ScopedClock();
    }
}
