package dev.enlist.shared.web;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Makes links that people can follow. They begin with {@code enlist.public-url}; where that is not set, with the host
 * that a trusted proxy or a browser on this machine names; else they begin with the path, as any other host could be
 * an attacker's.
 */
@Component
public class PublicLinks {

    private final String publicUrl;

    PublicLinks(Environment environment) {
        this.publicUrl = environment.getProperty("enlist.public-url", "").replaceAll("/+$", "");
    }

    /** Whether links are absolute whatever request they are made for. */
    public boolean isConfigured() {
        return !publicUrl.isEmpty();
    }

    /** @param path begins with a slash */
    public String to(String path) {
        if (isConfigured()) {
            return publicUrl + path;
        }
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                        && attributes.getRequest().getAttribute(PublicHostFilter.BELIEVED) instanceof String origin
                ? origin + path
                : path;
    }
}
