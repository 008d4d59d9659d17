package dev.enlist.notifications.web;

import dev.enlist.notifications.OptOutRepository;
import dev.enlist.shared.access.AnyCaller;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Serves the unsubscribe page that messages link to, in the language of the applicant and the brand of the organization.
 * GET changes nothing, because mail servers follow links; POST ends the invitations, from the button on the page or from a
 * mail program as defined by RFC 8058.
 */
@Controller
@RequestMapping("/unsubscribe/{token}")
class UnsubscribePageController {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));
    private static final String NEUTRAL_NAME = "Enlist";

    private final OptOutRepository optOuts;
    private final TenancyService tenancy;
    private final PageLanguageResolver languages;
    private final ObjectProvider<PageBrandSource> brands;

    UnsubscribePageController(
            OptOutRepository optOuts,
            TenancyService tenancy,
            PageLanguageResolver languages,
            ObjectProvider<PageBrandSource> brands) {
        this.optOuts = optOuts;
        this.tenancy = tenancy;
        this.languages = languages;
        this.brands = brands;
    }

    @AnyCaller
    @GetMapping
    ModelAndView ask(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        Optional<WorkspaceRef> workspace = optOuts.workspace(token);
        return page(workspace.isPresent() ? "ask" : "unknown", workspace, request, response);
    }

    @AnyCaller
    @PostMapping
    ModelAndView unsubscribe(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        boolean done = optOuts.unsubscribe(token);
        return page(done ? "done" : "unknown", optOuts.workspace(token), request, response);
    }

    private ModelAndView page(
            String state, Optional<WorkspaceRef> workspace, HttpServletRequest request, HttpServletResponse response) {
        Locale language = languages.resolve(request, response, LANGUAGES);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        PageBrand brand = workspace.map(found -> brand(found, language)).orElseGet(() -> PageBrand.named(NEUTRAL_NAME));
        ModelAndView page = new ModelAndView("public/unsubscribe");
        page.addObject("state", state);
        page.addObject("organization", brand.name());
        page.addObject(
                ApplicantPage.ATTRIBUTE,
                new ApplicantPage(language, languages.choices(request, LANGUAGES, language), brand, false));
        page.setStatus(state.equals("unknown") ? HttpStatus.NOT_FOUND : HttpStatus.OK);
        return page;
    }

    private PageBrand brand(WorkspaceRef workspace, Locale language) {
        return WorkspaceScope.in(
                workspace,
                () -> Optional.ofNullable(brands.getIfAvailable())
                        .flatMap(source -> source.of(null, language))
                        .orElseGet(() -> PageBrand.named(tenancy.organization(workspace.organizationId())
                                .map(Organization::name)
                                .orElse(NEUTRAL_NAME))));
    }
}
