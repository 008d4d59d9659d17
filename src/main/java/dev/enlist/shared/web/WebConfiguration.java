package dev.enlist.shared.web;

import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

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

    /** The one source of time; PostgreSQL keeps microseconds, so do we. */
    @Bean
    static Clock clock() {
        return Clock.tick(Clock.systemUTC(), java.time.Duration.ofNanos(1000));
    }
}
