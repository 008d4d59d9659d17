package dev.enlist.applicant;

import dev.enlist.branding.Brand;
import dev.enlist.branding.BrandingService;
import dev.enlist.notifications.EmailBranding;
import dev.enlist.notifications.EmailBrandingSource;
import dev.enlist.shared.PublicLinks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives the stored branding to messages. A name of the sender that is not stated is that of the program. */
@Component
class BrandedEmailSource implements EmailBrandingSource {

    private final BrandingService brandings;
    private final PublicLinks links;

    BrandedEmailSource(BrandingService brandings, PublicLinks links) {
        this.brandings = brandings;
        this.links = links;
    }

    @Override
    public EmailBranding ofInstance(String programInstanceId) {
        Brand brand = brandings.brand(programInstanceId);
        return new EmailBranding(
                brand.senderName().equals(brand.name()) ? null : brand.senderName(),
                brand.replyTo(),
                logo(brand),
                brand.colors() == null ? null : brand.colors().color());
    }

    /** Mail programs load an image by its absolute address only. */
    private @Nullable String logo(Brand brand) {
        return brand.logo() == null || !links.isConfigured()
                ? null
                : links.to(brand.logo().path());
    }
}
