package dev.enlist.shared.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.webjars.WebJarVersionLocator;

/**
 * Styles, scripts and libraries have a version in their address, and browsers keep them for a year without asking again.
 * The profile {@code development} leaves it out, so that a changed file is seen with the next request.
 */
@Configuration
@Profile("!development")
class AssetConfiguration implements WebMvcConfigurer {

    static final String ASSETS = "/assets/";

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final AssetVersion version;
    private final WebJarVersionLocator webJars = new WebJarVersionLocator();
    private final String[] locations;

    AssetConfiguration(WebProperties web, SpringTemplateEngine templates) {
        this.locations = Arrays.stream(web.getResources().getStaticLocations())
                .filter(location -> !location.contains("META-INF"))
                .map(location -> location + "assets/")
                .toArray(String[]::new);
        this.version = AssetVersion.of(
                "classpath:/static/assets/**",
                Objects.requireNonNull(webJars.version(IconStylesheetTransformer.LIBRARY), "bootstrap-icons"));
        templates.setLinkBuilder(new AssetLinkBuilder(version));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(ASSETS + version.segment() + "/**")
                .addResourceLocations(locations)
                .setCacheControl(FOR_EVER)
                .resourceChain(true)
                .addTransformer(new IconStylesheetTransformer(webJars));
        registry.addResourceHandler(ASSETS + "v-*/**")
                .addResourceLocations(locations)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addResolver(new VersionSegmentResolver())
                .addTransformer(new IconStylesheetTransformer(webJars));
        registry.addResourceHandler("/webjars/{library}/{version:[0-9].*}/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .setCacheControl(FOR_EVER);
        registry.addResourceHandler("/_static/{library}/{version:[0-9].*}/**")
                .addResourceLocations("classpath:/META-INF/resources/_static/")
                .setCacheControl(FOR_EVER);
    }
}
