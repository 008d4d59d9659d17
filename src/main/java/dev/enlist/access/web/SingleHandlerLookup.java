package dev.enlist.access.web;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Resolves the handler of a request once, in Spring MVC. Spring Security would resolve it before its filters too, if it
 * finds Spring MVC's introspector, for matchers and CORS rules that Enlist does not use. That took 7 % of the CPU time
 * of an enrollment request.
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

    /** Runs before Spring Security's post-processor, which has no order. */
    @Override
    public int getOrder() {
        return 0;
    }
}
