package dev.enlist.branding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contrast by WCAG, and the colours that follow from those of a brand. */
class BrandColorTests {

    private static final Pattern BOTH = Pattern.compile("light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");

    @ParameterizedTest
    @CsvSource({
        "#000000, #ffffff, 21.0",
        "#ffffff, #ffffff, 1.0",
        "#767676, #ffffff, 4.54",
        "#777777, #ffffff, 4.48",
        "#ffd400, #ffffff, 1.43",
        "#0b6e4f, #ffffff, 6.25"
    })
    void contrastIsThatOfWcag(String one, String other, double contrast) {
        assertThat(BrandColor.of(one).contrast(BrandColor.of(other))).isCloseTo(contrast, within(0.01));
        assertThat(BrandColor.of(other).contrast(BrandColor.of(one))).isCloseTo(contrast, within(0.01));
    }

    @Test
    void theNearestReadableColourKeepsItsHueAndIsHardlyChanged() {
        BrandColor grey = BrandColor.of("#777777");

        BrandColor near = grey.nearest(BrandColor.WHITE::isReadableOn).orElseThrow();

        assertThat(near.contrast(BrandColor.WHITE)).isBetween(4.5, 4.6);
        assertThat(near.red()).isEqualTo(near.green()).isEqualTo(near.blue()).isBetween(0x70, 0x76);
    }

    @Test
    void aReadableColourIsItsOwnNearest() {
        BrandColor green = BrandColor.of("#0b6e4f");

        assertThat(green.nearest(BrandColor.WHITE::isReadableOn)).contains(green);
    }

    @Test
    void noColourPutsAnyTextOnAnyGroundThatIsHardToRead() {
        Random random = new Random(19);
        List<String> lightGrounds = List.of("#ffffff", "#f7f8fa", "#f4f6f8", "#f2f4f7");
        List<String> darkGrounds = List.of("#0f1216", "#161a20", "#12161b", "#1d222a", "#1e242c");
        for (int i = 0; i < 500; i++) {
            String hex = String.format("#%06x", random.nextInt(0x1000000));
            String text = BrandColor.of(hex).betterText().hex();
            BrandColors colors = BrandColors.of(settings(hex, text)).orElseThrow();

            assertThat(colors.unreadable()).as(hex).isEmpty();
            String sheet = BrandPalette.stylesheet(colors);
            for (int theme = 1; theme <= 2; theme++) {
                String link = token(sheet, "--brand-text", theme);
                for (String ground : theme == 1 ? lightGrounds : darkGrounds) {
                    assertReadable(link, ground, hex);
                }
                assertReadable(link, token(sheet, "--brand-subtle", theme), hex);
                assertReadable(token(sheet, "--on-brand", theme), token(sheet, "--brand", theme), hex);
                assertReadable(token(sheet, "--on-brand", theme), token(sheet, "--brand-hover", theme), hex);
            }
        }
    }

    @Test
    void theNameOfAStyleSheetIsItsContent() {
        BrandColors colors = BrandColors.of(settings("#0B6E4F", null)).orElseThrow();
        String name = colors.stylesheet().substring("/branding/styles/".length());

        assertThat(BrandPalette.colorsOf(name)).contains(colors);
        assertThat(BrandPalette.colorsOf(name.replace("1-", "9-"))).isEmpty();
        assertThat(BrandPalette.colorsOf("1-ffd400-ffffff-ffd400-ffffff.css"))
                .as("unreadable")
                .isEmpty();
        assertThat(BrandPalette.colorsOf("1-ffd400;}-ffffff-ffd400-ffffff.css")).isEmpty();
    }

    private static BrandSettings settings(String color, @org.jspecify.annotations.Nullable String text) {
        return new BrandSettings(null, color, text, null, null, null, null, null, null, null, null, null);
    }

    private static void assertReadable(String text, String ground, String brand) {
        assertThat(BrandColor.of(text).contrast(BrandColor.of(ground)))
                .as(text + " on " + ground + " of " + brand)
                .isGreaterThanOrEqualTo(BrandColor.READABLE);
    }

    private static String token(String sheet, String name, int theme) {
        Matcher value = Pattern.compile(name + ": " + BOTH.pattern()).matcher(sheet);
        return Optional.of(value).filter(Matcher::find).orElseThrow().group(theme);
    }
}
