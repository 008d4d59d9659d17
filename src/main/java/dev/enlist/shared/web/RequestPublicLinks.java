package dev.enlist.shared.web;

import dev.enlist.shared.PublicLinks;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Takes the host from the setting or from the current request. */
@Component
class RequestPublicLinks implements PublicLinks {

    private final String publicUrl;

    RequestPublicLinks(Environment environment) {
        this.publicUrl = environment.getProperty("enlist.public-url", "").replaceAll("/+$", "");
    }

    @Override
    public boolean isConfigured() {
        return !publicUrl.isEmpty();
    }

    @Override
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
