package dev.enlist.access.web;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * The operation of a request is looked for once, by Spring MVC. Spring Security would look for it before its filters, on
 * behalf of matchers and CORS rules of which we have none (7 % of the JVM's time of enrolling somebody); it does where it
 * finds Spring MVC's introspector.
 */
@Component
class SingleHandlerLookup implements BeanDefinitionRegistryPostProcessor, Ordered {

    private static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(INTROSPECTOR)) {
            registry.removeBeanDefinition(INTROSPECTOR);
        }
    }

    /** Before that of Spring Security, which has no order. */
    @Override
    public int getOrder() {
        return 0;
    }
}
