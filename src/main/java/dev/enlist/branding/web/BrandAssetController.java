package dev.enlist.branding.web;

import dev.enlist.branding.BrandingService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceScope;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Logos and style sheets, for everyone. Their addresses change with their content, so that browsers may keep them for
 * ever.
 */
@Hidden
@Controller
@RequestMapping("/branding")
class BrandAssetController {

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    /** A logo that is opened by itself runs and loads nothing. */
    private static final String LOGO_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    private final BrandingService brandings;
    private final TenancyService tenancy;

    BrandAssetController(BrandingService brandings, TenancyService tenancy) {
        this.brandings = brandings;
        this.tenancy = tenancy;
    }

    @AnyCaller
    @GetMapping("/styles/{fileName}")
    ResponseEntity<String> stylesheet(@PathVariable String fileName) {
        String sheet = brandings.stylesheet(fileName).orElseThrow(() -> new NotFound("style sheet"));
        return ResponseEntity.ok()
                .cacheControl(FOR_EVER)
                .contentType(MediaType.valueOf("text/css;charset=UTF-8"))
                .body(sheet);
    }

    @AnyCaller
    @GetMapping("/logos/{organizationId}/{hash}.{extension}")
    ResponseEntity<byte[]> logo(
            @PathVariable String organizationId,
            @PathVariable String hash,
            @PathVariable String extension,
            HttpServletResponse response) {
        byte[] content = tenancy.workspaces(organizationId).stream()
                .map(Workspace::ref)
                .findFirst()
                // all workspaces of an organization see its logos
                .flatMap(workspace -> WorkspaceScope.in(workspace, () -> brandings.logo(hash, extension)))
                .orElseThrow(() -> new NotFound("logo"));
        response.setHeader("Content-Security-Policy", LOGO_POLICY);
        // mail programs that run in a browser show it on their own site
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        return ResponseEntity.ok()
                .cacheControl(FOR_EVER)
                .eTag("\"" + hash + "\"")
                .contentType(type(extension).orElseThrow(() -> new NotFound("logo")))
                .body(content);
    }

    private static Optional<MediaType> type(String extension) {
        return switch (extension) {
            case "png" -> Optional.of(MediaType.IMAGE_PNG);
            case "jpg" -> Optional.of(MediaType.IMAGE_JPEG);
            case "svg" -> Optional.of(MediaType.valueOf("image/svg+xml"));
            default -> Optional.empty();
        };
    }
}
