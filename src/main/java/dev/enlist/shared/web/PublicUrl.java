package dev.enlist.shared.web;

import java.util.Locale;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Where {@code enlist.public-url} ({@code ENLIST_PUBLIC_URL}) begins with https, cookies are sent by https only and
 * browsers are instructed to use https only, whatever protocol the proxy uses to reach this server. An explicit
 * {@code server.servlet.session.cookie.secure} takes precedence.
 */
class PublicUrl implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String url = environment.getProperty("enlist.public-url", "");
        if (url.toLowerCase(Locale.ROOT).startsWith("https:")) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "enlist.public-url", Map.of("server.servlet.session.cookie.secure", true)));
        }
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
