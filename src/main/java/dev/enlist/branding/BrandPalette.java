package dev.enlist.branding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colour tokens of pages (see {@code tokens.css}) that follow from the colours of a brand. Text on each ground has a
 * contrast of at least 4.5 in both themes.
 */
final class BrandPalette {

    /** In the address of style sheets, which browsers keep; raise it when the derivation changes. */
    static final int REVISION = 1;

    private static final Pattern NAME =
            Pattern.compile(REVISION + "-([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})\\.css");

    /** Grounds of {@code tokens.css} on which links stand. */
    private static final List<BrandColor> LIGHT_GROUNDS = colors("#ffffff", "#f7f8fa", "#f4f6f8", "#f2f4f7");

    private static final List<BrandColor> DARK_GROUNDS = colors("#0f1216", "#161a20", "#12161b", "#1d222a", "#1e242c");
    private static final BrandColor DARK_SURFACE = BrandColor.of("#161a20");

    /** Contrast of a button with the ground beside it, by WCAG 2.2, 1.4.11. */
    private static final double VISIBLE = 3;

    private static final double HOVER_CHANGE = 0.055;

    private BrandPalette() {}

    private static List<BrandColor> colors(String... hex) {
        return List.of(hex).stream().map(BrandColor::of).toList();
    }

    /** The colour of the dark theme for one of the light theme: the nearest that stands out from the dark ground. */
    static BrandColor dark(BrandColor light, BrandColor text) {
        return light.nearest(color -> color.contrast(DARK_SURFACE) >= VISIBLE
                        && (text.isReadableOn(color) || color.betterText().isReadableOn(color)))
                .orElse(light);
    }

    /** The tokens with their values, each for the light and the dark theme. */
    static Map<String, String> tokens(BrandColors colors) {
        BrandColor light = BrandColor.of(colors.color());
        BrandColor lightText = BrandColor.of(colors.textColor());
        BrandColor dark = BrandColor.of(colors.darkColor());
        BrandColor darkText = BrandColor.of(colors.darkTextColor());
        BrandColor lightSubtle = light.with(0.965, 0.02);
        BrandColor darkSubtle = dark.with(0.275, 0.055);
        BrandColor lightLink = readable(light, LIGHT_GROUNDS, lightSubtle, BrandColor.INK);
        BrandColor darkLink = readable(dark, DARK_GROUNDS, darkSubtle, BrandColor.WHITE);
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("--brand", both(light, dark));
        tokens.put("--brand-hover", both(hover(light, lightText), hover(dark, darkText)));
        tokens.put("--on-brand", both(lightText, darkText));
        tokens.put("--brand-text", both(lightLink, darkLink));
        tokens.put("--brand-subtle", both(lightSubtle, darkSubtle));
        tokens.put("--brand-line", both(light.with(0.86, 0.07), dark.with(0.42, 0.1)));
        tokens.put("--focus", both(lightLink, darkLink));
        return tokens;
    }

    private static BrandColor readable(
            BrandColor color, List<BrandColor> grounds, BrandColor subtle, BrandColor otherwise) {
        return color.nearest(text -> text.isReadableOn(grounds) && text.isReadableOn(subtle))
                .orElse(otherwise);
    }

    /** Away from the text, so that the text stays readable. */
    private static BrandColor hover(BrandColor color, BrandColor text) {
        BrandColor away = color.lighter(text.equals(BrandColor.WHITE) ? -HOVER_CHANGE : HOVER_CHANGE);
        return text.isReadableOn(away) ? away : color;
    }

    private static String both(BrandColor light, BrandColor dark) {
        return "light-dark(" + light.hex() + ", " + dark.hex() + ")";
    }

    /** The style sheet that sets the tokens; it follows {@code tokens.css}. */
    static String stylesheet(BrandColors colors) {
        StringBuilder sheet = new StringBuilder(":root {\n");
        tokens(colors)
                .forEach((token, value) -> sheet.append("  ")
                        .append(token)
                        .append(": ")
                        .append(value)
                        .append(";\n"));
        return sheet.append("}\n").toString();
    }

    /** The colours that the name of a style sheet states; empty for another name and for unreadable colours. */
    static Optional<BrandColors> colorsOf(String fileName) {
        Matcher name = NAME.matcher(fileName);
        return name.matches()
                ? Optional.of(new BrandColors(
                                "#" + name.group(1), "#" + name.group(2), "#" + name.group(3), "#" + name.group(4)))
                        .filter(colors -> colors.unreadable().isEmpty())
                : Optional.empty();
    }
}
