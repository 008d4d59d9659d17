package dev.enlist.branding;

import dev.enlist.notifications.EmailBranding;
import dev.enlist.notifications.EmailBrandingSource;
import dev.enlist.shared.PublicLinks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives the stored branding to the mails to applicants. */
@Component
class StoredEmailBrandingSource implements EmailBrandingSource {

    private final BrandingService brandings;
    private final PublicLinks links;

    StoredEmailBrandingSource(BrandingService brandings, PublicLinks links) {
        this.brandings = brandings;
        this.links = links;
    }

    @Override
    public EmailBranding ofInstance(String programInstanceId) {
        BrandSettings stated = brandings.stated(programInstanceId);
        return new EmailBranding(
                stated.senderName() == null ? stated.name() : stated.senderName(),
                stated.replyTo(),
                logoUrl(brandings.brand(programInstanceId).logo()),
                stated.color());
    }

    /** Absolute; null where this server does not know its address, and for SVG, which most mail programs do not show. */
    private @Nullable String logoUrl(@Nullable Logo logo) {
        return logo == null || !links.isConfigured() || logo.mediaType().equals(LogoFormat.SVG.mediaType())
                ? null
                : links.to(logo.path());
    }
}
