package dev.enlist.branding.web;

import dev.enlist.branding.BrandColors;
import dev.enlist.branding.BrandingService;
import dev.enlist.shared.access.AnyCaller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Derives the colours of a brand for a preview. */
@RestController
@RequestMapping("/brandColors")
@Tag(name = "Branding")
class BrandColorsController {

    /** @param tokens the colours of pages by the names of their style sheet variables */
    @Schema(name = "BrandColorsPreview")
    record BrandColorsResource(
            @Schema(example = "#0b6e4f") String color,
            @Schema(example = "#ffffff") String textColor,
            @Schema(example = "#2f9a74") String darkColor,
            @Schema(example = "#171c23") String darkTextColor,

            @Schema(example = "6.2", description = "Of the text on the colour, by WCAG 2.2; from 1 to 21")
            double contrast,

            @Schema(example = "5.1") double darkContrast,

            @Schema(
                    description = "The colours of pages by the names of their style sheet variables",
                    example = "{\"--brand\": \"light-dark(#0b6e4f, #2f9a74)\"}")
            Map<String, String> tokens) {

        static BrandColorsResource of(BrandColors colors) {
            return new BrandColorsResource(
                    colors.color(),
                    colors.textColor(),
                    colors.darkColor(),
                    colors.darkTextColor(),
                    colors.contrast(),
                    colors.darkContrast(),
                    colors.tokens());
        }
    }

    private static final String PROBLEM = "application/problem+json";
    private static final String COLOR = "As #rrggbb";

    private final BrandingService brandings;

    BrandColorsController(BrandingService brandings) {
        this.brandings = brandings;
    }

    @AnyCaller
    @GetMapping
    @Operation(
            summary = "Derive the colours of a brand",
            description = "Stores nothing. Refused like a change of the branding where text would be hard to read (422"
                    + " unreadable-color, with the nearest readable colour).")
    @ApiResponse(responseCode = "200", description = "The colours", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "422",
            description =
                    "unreadable-color: text on a colour would be hard to read; colors names the nearest readable one",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    BrandColorsResource derive(
            @RequestParam @Parameter(description = COLOR, example = "#0b6e4f") String color,
            @RequestParam(required = false)
                    @Parameter(description = COLOR + "; white where absent", example = "#ffffff")
                    @Nullable
                    String textColor,
            @RequestParam(required = false)
                    @Parameter(description = COLOR + "; follows from color where absent", example = "#2f9a74")
                    @Nullable
                    String darkColor,
            @RequestParam(required = false) @Parameter(description = COLOR, example = "#171c23") @Nullable
                    String darkTextColor) {
        return BrandColorsResource.of(brandings.colors(color, textColor, darkColor, darkTextColor));
    }
}
