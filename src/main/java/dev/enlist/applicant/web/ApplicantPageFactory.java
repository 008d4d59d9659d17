package dev.enlist.applicant.web;

import dev.enlist.shared.web.page.ApplicantPage;
import dev.enlist.shared.web.page.PageBrand;
import dev.enlist.shared.web.page.PageBrandSource;
import dev.enlist.shared.web.page.PageLanguageResolver;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Makes the pages of this module: language, brand and headers. No page may be stored, indexed, or named to other sites,
 * because the path of most of them is a secret.
 */
@Component
class ApplicantPageFactory {

    /** The languages of the built-in texts; the first one is the default. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    private static final String NEUTRAL_NAME = "Enlist";

    private final PageLanguageResolver languages;
    private final ObjectProvider<PageBrandSource> brands;
    private final TenancyService tenancy;

    ApplicantPageFactory(
            PageLanguageResolver languages, ObjectProvider<PageBrandSource> brands, TenancyService tenancy) {
        this.languages = languages;
        this.brands = brands;
        this.tenancy = tenancy;
    }

    /** @param preferred language of the application, BCP 47; used where the browser prefers none; null for none */
    Locale language(HttpServletRequest request, HttpServletResponse response, @Nullable String preferred) {
        return languages.resolve(request, response, offered(preferred));
    }

    private static List<Locale> offered(@Nullable String preferred) {
        String wanted =
                preferred == null ? "" : Locale.forLanguageTag(preferred).getLanguage();
        return Stream.concat(
                        LANGUAGES.stream().filter(locale -> locale.getLanguage().equals(wanted)), LANGUAGES.stream())
                .distinct()
                .toList();
    }

    /** @param workspace whose brand the page has; null for a page of no workspace */
    ModelAndView page(
            String template,
            HttpStatus status,
            Locale locale,
            @Nullable WorkspaceRef workspace,
            @Nullable String programInstanceId,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Robots-Tag", "noindex, nofollow");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        ModelAndView page = new ModelAndView(template, status);
        page.addObject(
                ApplicantPage.ATTRIBUTE,
                new ApplicantPage(
                        locale,
                        request.getMethod().equals("GET") ? languages.choices(request, LANGUAGES, locale) : List.of(),
                        brand(workspace, programInstanceId, locale),
                        false));
        return page;
    }

    private PageBrand brand(@Nullable WorkspaceRef workspace, @Nullable String programInstanceId, Locale locale) {
        if (workspace == null) {
            return PageBrand.named(NEUTRAL_NAME);
        }
        return WorkspaceScope.in(
                workspace,
                () -> Optional.ofNullable(brands.getIfAvailable())
                        .flatMap(source -> source.of(programInstanceId, locale))
                        .orElseGet(() -> PageBrand.named(tenancy.organization(workspace.organizationId())
                                .map(Organization::name)
                                .orElse(NEUTRAL_NAME))));
    }
}
