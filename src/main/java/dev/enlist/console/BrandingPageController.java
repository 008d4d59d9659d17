package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.branding.BrandingService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** How the organization and a program instance appear to applicants. The scripts of the pages call the API. */
@Controller
class BrandingPageController {

    private final InstanceHeadingQuery headings;
    private final BrandingService brandings;
    private final TenancyService tenancy;

    BrandingPageController(InstanceHeadingQuery headings, BrandingService brandings, TenancyService tenancy) {
        this.headings = headings;
        this.brandings = brandings;
        this.tenancy = tenancy;
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping("/console/settings/branding")
    String ofOrganization(Caller caller, Model model) {
        String organizationId = caller.workspace().organizationId();
        model.addAttribute("path", "/organizations/" + organizationId + "/branding");
        model.addAttribute(
                "fallback",
                tenancy.organization(organizationId).map(Organization::name).orElse(""));
        return "console/settings-branding";
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/console/instances/{id}/branding")
    String ofInstance(@PathVariable String id, Model model) {
        model.addAttribute("instance", headings.of(id));
        model.addAttribute("fallback", brandings.brand().name());
        return "console/instance-branding";
    }
}
