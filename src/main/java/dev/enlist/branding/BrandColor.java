package dev.enlist.branding;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An opaque sRGB colour. Lightness, chroma and hue are those of OKLCH, in which equal steps look equal.
 *
 * @param red   0 to 255
 * @param green 0 to 255
 * @param blue  0 to 255
 * @see <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG 2.2, contrast ratio</a>
 * @see <a href="https://www.w3.org/TR/css-color-4/#ok-lab">CSS Color 4, OKLCH</a>
 */
record BrandColor(int red, int green, int blue) {

    /** Contrast of text with its ground, by WCAG 2.2 AA. */
    static final double READABLE = 4.5;

    /** As a colour is written: {@code #rrggbb}. */
    static final String HEX = "#[0-9A-Fa-f]{6}";

    static final BrandColor WHITE = new BrandColor(255, 255, 255);

    private static final BrandColor BLACK = new BrandColor(0, 0, 0);

    /** The text of the light theme, and the usual dark text on a colour. */
    static final BrandColor INK = of("#171c23");

    private static final double LIGHTNESS_STEP = 0.0025;
    private static final double CHROMA_STEP = 0.98;

    /** @param hex {@code #rrggbb} */
    static BrandColor of(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return new BrandColor(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }

    /** {@code #rrggbb} in lower case. */
    String hex() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }

    /** From 1 to 21. */
    double contrast(BrandColor other) {
        double one = luminance();
        double two = other.luminance();
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    /** Whether text of this colour is readable on each of these grounds. */
    boolean isReadableOn(Collection<BrandColor> grounds) {
        return grounds.stream().allMatch(ground -> contrast(ground) >= READABLE);
    }

    boolean isReadableOn(BrandColor ground) {
        return isReadableOn(List.of(ground));
    }

    /** The text that is more readable on this colour: white or the ink, or black where neither is readable. */
    BrandColor betterText() {
        BrandColor better = contrast(WHITE) >= contrast(INK) ? WHITE : INK;
        return better.isReadableOn(this) ? better : BLACK;
    }

    /**
     * The colour of the same hue with the least change of lightness that fits; empty where none does.
     */
    Optional<BrandColor> nearest(Predicate<BrandColor> fits) {
        if (fits.test(this)) {
            return Optional.of(this);
        }
        double[] lch = lch();
        for (double change = LIGHTNESS_STEP; change <= 1; change += LIGHTNESS_STEP) {
            for (double lightness : new double[] {lch[0] - change, lch[0] + change}) {
                if (lightness >= 0 && lightness <= 1) {
                    BrandColor candidate = ofLch(lightness, lch[1], lch[2]);
                    if (fits.test(candidate)) {
                        return Optional.of(candidate);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The colour of this hue with another lightness and at most this chroma. */
    BrandColor with(double lightness, double maxChroma) {
        double[] lch = lch();
        return ofLch(lightness, Math.min(lch[1], maxChroma), lch[2]);
    }

    /** The same colour, lighter by this much, or darker where negative. */
    BrandColor lighter(double change) {
        double[] lch = lch();
        return ofLch(Math.max(0, Math.min(1, lch[0] + change)), lch[1], lch[2]);
    }

    /** Relative luminance from 0 to 1. */
    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private double[] lch() {
        double r = linear(red);
        double g = linear(green);
        double b = linear(blue);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return new double[] {lightness, Math.hypot(a, bb), Math.atan2(bb, a)};
    }

    /** The colour, with less chroma where the screen cannot show it. */
    private static BrandColor ofLch(double lightness, double chroma, double hue) {
        double c = chroma;
        double[] rgb = linearRgb(lightness, c, hue);
        while (!isShown(rgb) && c > 0.001) {
            c *= CHROMA_STEP;
            rgb = linearRgb(lightness, c, hue);
        }
        return new BrandColor(channel(rgb[0]), channel(rgb[1]), channel(rgb[2]));
    }

    private static double[] linearRgb(double lightness, double chroma, double hue) {
        double a = chroma * Math.cos(hue);
        double b = chroma * Math.sin(hue);
        double l = Math.pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static boolean isShown(double[] rgb) {
        for (double value : rgb) {
            if (value < -0.0001 || value > 1.0001) {
                return false;
            }
        }
        return true;
    }

    private static int channel(double linear) {
        double value = Math.max(0, Math.min(1, linear));
        double encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
        return (int) Math.round(encoded * 255);
    }
}
