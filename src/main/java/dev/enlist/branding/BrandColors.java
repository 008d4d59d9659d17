package dev.enlist.branding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The colours of buttons with their text, in the light and the dark theme, each as {@code #rrggbb} in lower case. All
 * other colours are derived from them; see {@link BrandPalette}.
 */
public record BrandColors(String color, String textColor, String darkColor, String darkTextColor) {

    private static final List<String> MEMBERS = List.of("color", "darkColor");

    /**
     * The colours that are stated, and for the others what follows from them: text is white, and the dark theme has the
     * same colour, lightened where it could hardly be told from the ground. Empty where no colour is stated.
     */
    static Optional<BrandColors> of(BrandSettings settings) {
        if (settings.color() == null) {
            return Optional.empty();
        }
        BrandColor light = BrandColor.of(settings.color());
        BrandColor text = color(settings.textColor()).orElse(BrandColor.WHITE);
        BrandColor dark = color(settings.darkColor()).orElseGet(() -> BrandPalette.dark(light, text));
        BrandColor darkText = color(settings.darkTextColor())
                .orElseGet(() -> settings.darkColor() == null
                        ? (text.isReadableOn(dark) ? text : dark.betterText())
                        : BrandColor.WHITE);
        return Optional.of(new BrandColors(light.hex(), text.hex(), dark.hex(), darkText.hex()));
    }

    private static Optional<BrandColor> color(@Nullable String hex) {
        return Optional.ofNullable(hex).map(BrandColor::of);
    }

    /** Both colours whose text is not readable; empty where all is well. */
    List<UnreadableColor.Pair> unreadable() {
        List<UnreadableColor.Pair> pairs = new ArrayList<>();
        List<String> colors = List.of(color, darkColor);
        List<String> texts = List.of(textColor, darkTextColor);
        for (int i = 0; i < MEMBERS.size(); i++) {
            BrandColor ground = BrandColor.of(colors.get(i));
            BrandColor text = BrandColor.of(texts.get(i));
            if (!text.isReadableOn(ground)) {
                pairs.add(new UnreadableColor.Pair(MEMBERS.get(i), ground, text));
            }
        }
        return List.copyOf(pairs);
    }

    /** The path of the style sheet with these colours, which never changes its content. */
    public String stylesheet() {
        return "/branding/styles/" + BrandPalette.REVISION + "-"
                + String.join("-", color, textColor, darkColor, darkTextColor).replace("#", "") + ".css";
    }

    /** Of the text on the colour in the light theme, from 1 to 21. */
    public double contrast() {
        return rounded(color, textColor);
    }

    /** The same in the dark theme. */
    public double darkContrast() {
        return rounded(darkColor, darkTextColor);
    }

    /** The colours of pages by the names of their style sheet variables. */
    public Map<String, String> tokens() {
        return BrandPalette.tokens(this);
    }

    /** Cut, not rounded up: 4.49 must not read as 4.5. */
    private static double rounded(String ground, String text) {
        return Math.floor(BrandColor.of(ground).contrast(BrandColor.of(text)) * 10) / 10;
    }
}
