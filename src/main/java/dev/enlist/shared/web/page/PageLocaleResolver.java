package dev.enlist.shared.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/** The language of templates: what {@link PageLanguageResolver} chose for the request, else that of the browser. */
@Component("localeResolver")
class PageLocaleResolver extends AcceptHeaderLocaleResolver {

    static final String ATTRIBUTE = PageLocaleResolver.class.getName() + ".language";

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Locale chosen ? chosen : super.resolveLocale(request);
    }
}
