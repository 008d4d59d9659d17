package dev.enlist.process.edge;

import dev.enlist.shared.web.ProblemFactory;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Registers the filter for every path, because a URL pattern of the container would parse paths in its own way. */
@Configuration
class EngineRequestFilterConfiguration {

    @Bean
    FilterRegistrationBean<SetupBlocker> noSetup(ProblemFactory problems) {
        FilterRegistrationBean<SetupBlocker> filter = new FilterRegistrationBean<>(new SetupBlocker(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<EngineRequestFilter> engineEdge(ProblemFactory problems, TaskActionPolicy tasks) {
        FilterRegistrationBean<EngineRequestFilter> filter =
                new FilterRegistrationBean<>(new EngineRequestFilter(problems, tasks));
        // after the security chain: the body of an unauthenticated request is not read
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }
}
