package dev.enlist.branding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.PreconditionFailed;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps how the organization in scope and its program instances appear. Pages and mails ask for the {@link Brand}, in
 * which an instance overrides its organization.
 */
@Service
public class BrandingService {

    private final OrganizationBrandingRepository organizations;
    private final InstanceBrandingRepository instances;
    private final LogoRepository logos;
    private final LogoValidator logoValidator;
    private final ProgramInstanceService programInstances;
    private final TenancyService tenancy;
    private final StrictJson json;
    private final Clock clock;

    BrandingService(
            OrganizationBrandingRepository organizations,
            InstanceBrandingRepository instances,
            LogoRepository logos,
            LogoValidator logoValidator,
            ProgramInstanceService programInstances,
            TenancyService tenancy,
            StrictJson json,
            Clock clock) {
        this.organizations = organizations;
        this.instances = instances;
        this.logos = logos;
        this.logoValidator = logoValidator;
        this.programInstances = programInstances;
        this.tenancy = tenancy;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What is stated, and what follows from it.
     *
     * @param logo      stated here; null for none
     * @param effective with what the organization and the defaults add
     * @param updatedAt null before the first change
     * @param revision  counts the changes; the entity tag
     */
    public record View(
            BrandSettings settings,
            @Nullable Logo logo,
            Brand effective,
            @Nullable Instant updatedAt,
            int revision) {}

    /** The brand of the organization in scope. */
    @Transactional(readOnly = true)
    public Brand brand() {
        return effective(ofOrganization(), null);
    }

    /** The brand of a program instance of the workspace in scope. */
    @Transactional(readOnly = true)
    public Brand brand(String programInstanceId) {
        return effective(ofOrganization(), instances.findById(programInstanceId).orElse(null));
    }

    /** What a program instance states, and its organization where the instance states nothing; without defaults. */
    @Transactional(readOnly = true)
    public BrandSettings stated(String programInstanceId) {
        return ofInstance(programInstanceId).settings().or(ofOrganization().settings());
    }

    /** @throws NotFound for another organization than the one in scope */
    @Transactional(readOnly = true)
    public View organization(String id) {
        requireOwn(id);
        OrganizationBranding branding = ofOrganization();
        return view(branding, effective(branding, null));
    }

    /** @throws NotFound where the workspace in scope has no such instance */
    @Transactional(readOnly = true)
    public View instance(String id) {
        programInstances.instance(id);
        InstanceBranding branding = ofInstance(id);
        return view(branding, effective(ofOrganization(), branding));
    }

    /**
     * @param patch merge patch of {@link BrandSettings}
     * @throws InvalidInput    naming every fault
     * @throws UnreadableColor where text on a colour would be hard to read
     */
    @Transactional
    public View reviseOrganization(String id, @Nullable String ifMatch, JsonNode patch) {
        return changeOrganization(id, ifMatch, branding -> branding.revise(patched(branding, patch), clock.instant()));
    }

    /** The same for a program instance. */
    @Transactional
    public View reviseInstance(String id, @Nullable String ifMatch, JsonNode patch) {
        return changeInstance(id, ifMatch, branding -> branding.revise(patched(branding, patch), clock.instant()));
    }

    /** @throws LogoRefused saying what to change */
    @Transactional
    public View showLogoOfOrganization(String id, @Nullable String ifMatch, byte[] content) {
        return changeOrganization(id, ifMatch, branding -> show(branding, content));
    }

    /** The same for a program instance. */
    @Transactional
    public View showLogoOfInstance(String id, @Nullable String ifMatch, byte[] content) {
        return changeInstance(id, ifMatch, branding -> show(branding, content));
    }

    /** Without a logo nothing changes. */
    @Transactional
    public View removeLogoOfOrganization(String id, @Nullable String ifMatch) {
        return changeOrganization(id, ifMatch, branding -> branding.removeLogo(clock.instant()));
    }

    /** The same for a program instance. */
    @Transactional
    public View removeLogoOfInstance(String id, @Nullable String ifMatch) {
        return changeInstance(id, ifMatch, branding -> branding.removeLogo(clock.instant()));
    }

    /** The content of a logo of the organization in scope, by the hash and the extension in its address. */
    @Transactional(readOnly = true)
    public Optional<byte[]> logo(String hash, String extension) {
        return LogoFormat.ofExtension(extension).flatMap(format -> logos.content(hash, format));
    }

    /**
     * The colours that follow from these, each {@code #rrggbb}; stores nothing.
     *
     * @throws InvalidInput    naming every fault
     * @throws UnreadableColor where text on a colour would be hard to read
     */
    public BrandColors colors(
            String color, @Nullable String textColor, @Nullable String darkColor, @Nullable String darkTextColor) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("color", color)
                .put("textColor", textColor)
                .put("darkColor", darkColor)
                .put("darkTextColor", darkTextColor);
        return readable(json.read(document, BrandSettings.class)).orElseThrow();
    }

    /** The style sheet of this name; empty where there is none. */
    public Optional<String> stylesheet(String fileName) {
        return BrandPalette.colorsOf(fileName).map(BrandPalette::stylesheet);
    }

    private static Optional<BrandColors> readable(BrandSettings settings) {
        List<Fault> faults = settings.faults();
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        Optional<BrandColors> colors = BrandColors.of(settings);
        List<UnreadableColor.Pair> unreadable =
                colors.map(BrandColors::unreadable).orElse(List.of());
        if (!unreadable.isEmpty()) {
            throw new UnreadableColor(unreadable);
        }
        return colors;
    }

    private BrandSettings patched(Branding branding, JsonNode patch) {
        JsonNode document = patch.isObject() ? MergePatch.apply(json.write(branding.settings()), patch) : patch;
        BrandSettings settings = json.read(document, BrandSettings.class);
        readable(settings);
        return settings;
    }

    private void show(Branding branding, byte[] content) {
        LogoImage image = logoValidator.validate(content);
        Instant now = clock.instant();
        branding.show(image, logos.store(image, now), now);
    }

    private View changeOrganization(String id, @Nullable String ifMatch, Consumer<OrganizationBranding> change) {
        requireOwn(id);
        OrganizationBranding changed = changed(organizations, ofOrganization(), ifMatch, change);
        return view(changed, effective(changed, null));
    }

    private View changeInstance(String id, @Nullable String ifMatch, Consumer<InstanceBranding> change) {
        programInstances.instance(id);
        InstanceBranding changed = changed(instances, ofInstance(id), ifMatch, change);
        return view(changed, effective(ofOrganization(), changed));
    }

    private static <B extends Branding> B changed(
            JpaRepository<B, String> repository, B branding, @Nullable String ifMatch, Consumer<B> change) {
        EntityTags.check(ifMatch, branding.revision());
        int before = branding.revision();
        change.accept(branding);
        try {
            return repository.saveAndFlush(branding);
        } catch (DataIntegrityViolationException e) {
            // another request stored the first settings in the meantime
            throw new PreconditionFailed(EntityTags.of(before + 1));
        }
    }

    private OrganizationBranding ofOrganization() {
        String id = WorkspaceScope.current().organizationId();
        return organizations.findById(id).orElseGet(() -> new OrganizationBranding(id, clock.instant()));
    }

    private InstanceBranding ofInstance(String id) {
        return instances.findById(id).orElseGet(() -> new InstanceBranding(id, clock.instant()));
    }

    private static void requireOwn(String organizationId) {
        if (!organizationId.equals(WorkspaceScope.current().organizationId())) {
            throw new NotFound("organization");
        }
    }

    private static View view(Branding branding, Brand effective) {
        WorkspaceRef workspace = WorkspaceScope.current();
        return new View(
                branding.settings(),
                branding.logo(workspace.organizationId()),
                effective,
                branding.revision() == 0 ? null : branding.updatedAt(),
                branding.revision());
    }

    private Brand effective(OrganizationBranding organization, @Nullable InstanceBranding instance) {
        String organizationId = WorkspaceScope.current().organizationId();
        BrandSettings settings =
                instance == null ? organization.settings() : instance.settings().or(organization.settings());
        Logo own = instance == null ? null : instance.logo(organizationId);
        String name = settings.name() == null ? nameOf(organizationId) : settings.name();
        return new Brand(
                name,
                own == null ? organization.logo(organizationId) : own,
                BrandColors.of(settings).orElse(null),
                settings.email(),
                settings.phone(),
                settings.privacyText(),
                settings.privacyUrl(),
                settings.footerLinks() == null ? List.of() : settings.footerLinks(),
                settings.senderName() == null ? name : settings.senderName(),
                settings.replyTo());
    }

    private String nameOf(String organizationId) {
        return tenancy.organization(organizationId).map(Organization::name).orElse("Enlist");
    }
}
