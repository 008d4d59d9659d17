package dev.enlist.branding;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The picture of an organization or a program instance.
 *
 * @param path      at which it is served to everyone; contains a hash of the content, so that it may be kept for ever
 * @param mediaType {@code image/png}, {@code image/jpeg} or {@code image/svg+xml}
 * @param width     in pixels; of SVG the width of its view box
 * @param height    in pixels
 */
@Schema(name = "Logo")
public record Logo(
        @Schema(
                example = "/branding/logos/cllgn0u4r000008l7eazybfbo/"
                        + "4f2a7a0f6d1c4b0f9c5de0ae6c1c9f3b8f8a6f1f3a2d4c5e6b7a8c9d0e1f2a3b.svg")
        String path,

        @Schema(example = "image/svg+xml") String mediaType,
        @Schema(example = "240") int width,
        @Schema(example = "64") int height) {}
