package dev.enlist.graphql;

import dev.enlist.shared.json.StrictJson;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.graphql.GraphQlSourceBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.data.federation.FederationSchemaFactory;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.execution.ClassNameTypeResolver;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Builds the schema as a subgraph of Apollo Federation 2. */
@Configuration
@EnableConfigurationProperties(GraphProperties.class)
class GraphConfiguration implements WebMvcConfigurer {

    private static final String NODE = "Node";

    private final StrictJson json;

    GraphConfiguration(StrictJson json) {
        this.json = json;
    }

    @Override
    public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
        converters.add(0, new RequestReader(json));
    }

    @Bean
    static RuntimeWiringConfigurer scalars() {
        return wiring -> wiring.scalar(DateTimeScalar.TYPE).scalar(JsonScalar.TYPE);
    }

    @Bean
    static FederationSchemaFactory federation() {
        FederationSchemaFactory factory = new FederationSchemaFactory();
        ClassNameTypeResolver types = new ClassNameTypeResolver();
        types.setClassNameExtractor(type -> type.getSimpleName().replaceFirst(NODE + "$", ""));
        factory.setTypeResolver(types);
        factory.setBlockingMethodPredicate(method -> false);
        return factory;
    }

    @Bean
    static GraphQlSourceBuilderCustomizer subgraph(FederationSchemaFactory federation) {
        return source -> source.schemaFactory(federation::createGraphQLSchema);
    }

    /**
     * Resolves fields on the thread of the request, which holds the caller, the workspace and the transaction. On a
     * Java version with virtual threads Spring would use other threads.
     */
    @Bean
    static BeanPostProcessor onTheThreadOfTheRequest() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof AnnotatedControllerConfigurer controllers) {
                    controllers.setBlockingMethodPredicate(method -> false);
                }
                return bean;
            }
        };
    }
}
