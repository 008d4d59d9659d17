package dev.enlist.process.edge;

import dev.enlist.shared.web.Problems;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Registered on every path, since a pattern of the container's would be one more reading of paths. */
@Configuration
class EdgeConfiguration {

    @Bean
    FilterRegistrationBean<NoSetup> noSetup(Problems problems) {
        FilterRegistrationBean<NoSetup> filter = new FilterRegistrationBean<>(new NoSetup(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<EngineEdge> engineEdge(Problems problems, TaskActionPolicy tasks) {
        FilterRegistrationBean<EngineEdge> filter = new FilterRegistrationBean<>(new EngineEdge(problems, tasks));
        // after the security chain: a stranger's body is not read
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }
}
