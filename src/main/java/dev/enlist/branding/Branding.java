package dev.enlist.branding;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The settings and the logo of an organization or a program instance, whose id it has. */
@MappedSuperclass
abstract class Branding extends AggregateRoot {

    @JsonColumn
    private BrandSettings settings = BrandSettings.NONE;

    private @Nullable String logoHash;
    private @Nullable String logoType;
    private @Nullable Integer logoWidth;
    private @Nullable Integer logoHeight;

    protected Branding() {}

    Branding(String ownerId, Instant at) {
        this.id = ownerId;
        this.createdAt = at;
        this.updatedAt = at;
    }

    void revise(BrandSettings changed, Instant at) {
        this.settings = changed;
        this.updatedAt = at;
    }

    /** @param hash of the content; see {@link LogoRepository} */
    void show(LogoImage image, String hash, Instant at) {
        this.logoHash = hash;
        this.logoType = image.format().mediaType();
        this.logoWidth = image.width();
        this.logoHeight = image.height();
        this.updatedAt = at;
    }

    void removeLogo(Instant at) {
        this.logoHash = null;
        this.logoType = null;
        this.logoWidth = null;
        this.logoHeight = null;
        this.updatedAt = at;
    }

    BrandSettings settings() {
        return settings;
    }

    /** @param organizationId in the address of the logo */
    @Nullable
    Logo logo(String organizationId) {
        if (logoHash == null || logoType == null || logoWidth == null || logoHeight == null) {
            return null;
        }
        String path = "/branding/logos/" + organizationId + "/" + logoHash + "."
                + LogoFormat.ofMediaType(logoType).extension();
        return new Logo(path, logoType, logoWidth, logoHeight);
    }

    /** Counts the changes: 0 before the first one, which stores it. */
    int revision() {
        return isNew() ? 0 : version() + 1;
    }
}
