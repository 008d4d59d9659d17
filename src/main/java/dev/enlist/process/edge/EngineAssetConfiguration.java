package dev.enlist.process.edge;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Browsers keep the scripts of 3.9 MB that Tasklist and Cockpit share. Without this they load and compile them for each
 * page, since the security chain forbids to store what does not say for how long. The pages ask for them with the version of the engine
 * ({@code ?bust=}), so that another version has another address.
 */
@Configuration
class EngineAssetConfiguration implements WebMvcConfigurer {

    /** Not for caches between browser and application: only people who are signed in get these scripts. */
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // more specific than the pattern of the engine, /camunda/lib/**
        registry.addResourceHandler("/camunda/lib/{script:[a-z]+[.]js}")
                .addResourceLocations("classpath:/META-INF/resources/webjars/camunda/lib/")
                .setCacheControl(FOR_EVER);
    }
}
