package dev.enlist.branding;

/**
 * The content of a logo that was found to be safe.
 *
 * @param width  in pixels
 * @param height in pixels
 */
record LogoImage(LogoFormat format, int width, int height, byte[] content) {}
