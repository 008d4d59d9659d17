package dev.enlist.branding;

import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;

/** The branding of an organization, for all of its workspaces. Row security shows it to this organization only. */
@Entity
@Audited(
        subject = "organizationBranding",
        plain = {"settings", "logoHash", "logoType", "logoWidth", "logoHeight"})
class OrganizationBranding extends Branding {

    protected OrganizationBranding() {}

    OrganizationBranding(String organizationId, Instant at) {
        super(organizationId, at);
    }
}
