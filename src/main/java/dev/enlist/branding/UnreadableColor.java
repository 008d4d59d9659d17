package dev.enlist.branding;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Text on a colour is hard to read: the contrast is below 4.5. */
class UnreadableColor extends Problem {

    /**
     * A colour and the text on it.
     *
     * @param member of the settings that states the colour
     */
    record Pair(String member, BrandColor color, BrandColor text) {

        /** The colour of the same hue, with the least change, on which the text is readable. */
        Optional<BrandColor> readable() {
            return color.nearest(text::isReadableOn);
        }

        private String theme() {
            return member.equals("darkColor") ? "dark" : "light";
        }

        private String message() {
            StringBuilder message = new StringBuilder(String.format(
                    Locale.ROOT,
                    "has a contrast of %.1f:1 with its text %s in the %s theme; at least 4.5:1 is needed.",
                    rounded(color.contrast(text)),
                    text.hex(),
                    theme()));
            readable()
                    .ifPresent(near -> message.append(" The nearest readable colour is ")
                            .append(near.hex())
                            .append('.'));
            BrandColor other = color.betterText();
            if (!other.equals(text) && other.isReadableOn(color)) {
                message.append(String.format(
                        Locale.ROOT,
                        " Or keep it with the text %s (%.1f:1).",
                        other.hex(),
                        rounded(color.contrast(other))));
            }
            return message.toString();
        }

        private Map<String, Object> asProperty() {
            return Map.of(
                    "pointer", "/" + member,
                    "color", color.hex(),
                    "textColor", text.hex(),
                    "contrast", rounded(color.contrast(text)),
                    "required", BrandColor.READABLE,
                    "nearest", readable().map(BrandColor::hex).orElse(""),
                    "betterTextColor", color.betterText().hex());
        }
    }

    private final transient List<Fault> faults;

    UnreadableColor(List<Pair> pairs) {
        super(
                Kind.UNPROCESSABLE,
                "unreadable-color",
                "The colour " + pairs.get(0).color().hex() + " " + pairs.get(0).message());
        this.faults = pairs.stream()
                .map(pair -> new Fault("/" + pair.member(), pair.message()))
                .toList();
        with("colors", pairs.stream().map(Pair::asProperty).toList());
    }

    /** Cut, not rounded up: 4.49 must not read as 4.5. */
    private static double rounded(double contrast) {
        return Math.floor(contrast * 10) / 10;
    }

    @Override
    public List<Fault> faults() {
        return faults;
    }
}
