package dev.enlist;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.PriorityOrdered;
import org.springframework.stereotype.Component;

/**
 * Lets Spring keep, for each type, the names of its beans as soon as all are defined. Spring itself does so after the web
 * server, whose filters need most of our beans: until then each injection compares its type with 2,000 definitions, a fifth of
 * the start. A bean that is registered later empties what is kept.
 *
 * <p>A post-processor of beans, because the first of them is made when those of the bean factory have run.
 */
@Component
class EarlyTypeCache implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

    @Override
    public void setBeanFactory(BeanFactory beans) {
        ((ConfigurableListableBeanFactory) beans).freezeConfiguration();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
