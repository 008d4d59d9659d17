package dev.enlist.branding.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.branding.BrandSettings;
import dev.enlist.branding.BrandingService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Branding of the caller's organization, for administrators. */
@RestController
@RequestMapping("/organizations/{id}/branding")
@Tag(name = "Branding")
class OrganizationBrandingController {

    private static final String PROBLEM = "application/problem+json";

    private final BrandingService brandings;

    OrganizationBrandingController(BrandingService brandings) {
        this.brandings = brandings;
    }

    @Requires(Scope.WORKSPACES_READ)
    @GetMapping
    @Operation(
            summary = "Read the branding of the organization",
            description = "For all of its workspaces; program instances override it."
                    + " Without any change everything follows from the name of the organization.")
    ResponseEntity<BrandingResource> read(@PathVariable String id) {
        return answer(brandings.organization(id));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @PatchMapping
    @Operation(
            summary = "Change the branding of the organization",
            description = "JSON merge patch (RFC 7396): null clears a member. Text on a colour needs a contrast of at"
                    + " least 4.5 (WCAG 2.2 AA) in both themes: otherwise 422 unreadable-color, with the contrast and"
                    + " the nearest readable colour.")
    @ApiResponse(responseCode = "200", description = "The branding as it is now", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "422",
            description =
                    "unreadable-color: text on a colour would be hard to read; colors names the nearest readable one",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<BrandingResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = BrandSettings.class)))
                    @RequestBody
                    JsonNode patch) {
        return answer(brandings.reviseOrganization(id, ifMatch, patch));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @PutMapping(
            path = "/logo",
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/svg+xml"})
    @Operation(
            summary = "Set the logo of the organization",
            description = "The picture is the body: PNG, JPEG or SVG, which the content decides, at most 512 KB, 16 to"
                    + " 4,000 pixels on each side. SVG consists of shapes and text; what drawing programs add for"
                    + " themselves is removed, and scripts, links and references outside are refused (422"
                    + " logo-unusable).")
    @ApiResponse(responseCode = "200", description = "The branding as it is now", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "422",
            description =
                    "logo-unusable: the picture is broken, has too few or too many pixels, or contains what a logo must not contain",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<BrandingResource> putLogo(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.IMAGE_PNG_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = MediaType.IMAGE_JPEG_VALUE,
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = "image/svg+xml",
                                        schema = @Schema(type = "string", format = "binary"))
                            })
                    @RequestBody(required = false)
                    byte @Nullable [] content) {
        return answer(brandings.showLogoOfOrganization(id, ifMatch, content == null ? new byte[0] : content));
    }

    @Requires(Scope.WORKSPACES_WRITE)
    @DeleteMapping("/logo")
    @Operation(summary = "Remove the logo of the organization")
    ResponseEntity<BrandingResource> deleteLogo(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(brandings.removeLogoOfOrganization(id, ifMatch));
    }

    private static ResponseEntity<BrandingResource> answer(BrandingService.View view) {
        return TaggedResponse.ok(BrandingResource.of(view), view.revision());
    }
}
