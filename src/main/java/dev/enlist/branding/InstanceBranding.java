package dev.enlist.branding;

import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** What a program instance states differently from its organization. */
@Entity
@Audited(
        subject = "instanceBranding",
        plain = {"settings", "logoHash", "logoType", "logoWidth", "logoHeight"})
class InstanceBranding extends Branding {

    @TenantId
    private @Nullable String workspaceId;

    protected InstanceBranding() {}

    InstanceBranding(String programInstanceId, Instant at) {
        super(programInstanceId, at);
    }
}
