package dev.enlist.branding.web;

import dev.enlist.branding.Brand;
import dev.enlist.branding.BrandingService;
import dev.enlist.branding.Logo;
import dev.enlist.shared.web.page.PageBrand;
import dev.enlist.shared.web.page.PageBrandSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives the stored branding to the pages for applicants. */
@Component
class StoredPageBrandSource implements PageBrandSource {

    private final BrandingService brandings;

    StoredPageBrandSource(BrandingService brandings) {
        this.brandings = brandings;
    }

    @Override
    public Optional<PageBrand> of(@Nullable String programInstanceId, Locale language) {
        Brand brand = programInstanceId == null ? brandings.brand() : brandings.brand(programInstanceId);
        Logo logo = brand.logo();
        return Optional.of(new PageBrand(
                brand.name(),
                logo == null ? null : logo.path(),
                brand.stylesheet(),
                brand.email() == null ? brand.phone() : brand.email(),
                privacy(brand, programInstanceId),
                links(brand)));
    }

    private static @Nullable String privacy(Brand brand, @Nullable String programInstanceId) {
        return brand.privacyText() == null
                ? brand.privacyUrl()
                : PrivacyNoticePageController.path(WorkspaceScope.current(), programInstanceId);
    }

    /** The telephone is a link of its own where the contact is the e-mail. */
    private static List<PageBrand.Link> links(Brand brand) {
        List<PageBrand.Link> links = new ArrayList<>();
        if (brand.email() != null && brand.phone() != null) {
            links.add(new PageBrand.Link(brand.phone(), "tel:" + brand.phone()));
        }
        brand.footerLinks().forEach(link -> links.add(new PageBrand.Link(link.label(), link.url())));
        return links;
    }
}
