package dev.enlist.branding.web;

import dev.enlist.branding.Brand;
import dev.enlist.branding.BrandingService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.page.ApplicantPage;
import dev.enlist.shared.web.page.PageBrandSource;
import dev.enlist.shared.web.page.PageLanguageResolver;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The privacy notice that is kept as a text, for applicants. */
@Controller
@RequestMapping("/privacy/{workspaceId}")
class PrivacyNoticePageController {

    private static final Pattern PARAGRAPHS = Pattern.compile("\\R{2,}");
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    private final BrandingService brandings;
    private final PageBrandSource brands;
    private final PageLanguageResolver languages;
    private final TenancyService tenancy;

    PrivacyNoticePageController(
            BrandingService brandings, PageBrandSource brands, PageLanguageResolver languages, TenancyService tenancy) {
        this.brandings = brandings;
        this.brands = brands;
        this.languages = languages;
        this.tenancy = tenancy;
    }

    static String path(WorkspaceRef workspace, @Nullable String programInstanceId) {
        return "/privacy/" + workspace.workspaceId() + (programInstanceId == null ? "" : "/" + programInstanceId);
    }

    @AnyCaller
    @GetMapping
    ModelAndView ofOrganization(
            @PathVariable String workspaceId, HttpServletRequest request, HttpServletResponse response) {
        return page(workspaceId, null, request, response);
    }

    @AnyCaller
    @GetMapping("/{programInstanceId}")
    ModelAndView ofInstance(
            @PathVariable String workspaceId,
            @PathVariable String programInstanceId,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page(workspaceId, programInstanceId, request, response);
    }

    private ModelAndView page(
            String workspaceId,
            @Nullable String programInstanceId,
            HttpServletRequest request,
            HttpServletResponse response) {
        WorkspaceRef workspace = tenancy.workspace(workspaceId).orElseThrow(() -> new NotFound("privacy notice"));
        return WorkspaceScope.in(workspace, () -> {
            Brand brand = programInstanceId == null ? brandings.brand() : brandings.brand(programInstanceId);
            if (brand.privacyText() == null) {
                throw new NotFound("privacy notice");
            }
            Locale language = languages.resolve(request, response, LANGUAGES);
            ModelAndView page = new ModelAndView("public/privacy-notice");
            page.addObject(
                    ApplicantPage.ATTRIBUTE,
                    new ApplicantPage(
                            language,
                            languages.choices(request, LANGUAGES, language),
                            brands.of(programInstanceId, language).orElseThrow(),
                            false));
            page.addObject(
                    "paragraphs",
                    Arrays.stream(PARAGRAPHS.split(brand.privacyText().strip())).toList());
            return page;
        });
    }
}
