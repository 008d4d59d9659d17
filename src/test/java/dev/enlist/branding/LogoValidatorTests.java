package dev.enlist.branding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logos by their content: what is kept, what is removed, what is refused and why. */
class LogoValidatorTests {

    private static final String NAMESPACES = "xmlns=\"http://www.w3.org/2000/svg\""
            + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"";

    private final LogoValidator logos = new LogoValidator(new SvgValidator());

    @Test
    void picturesAreKnownByTheirContent() throws IOException {
        assertThat(logos.validate(picture("png", 200, 60)))
                .satisfies(image -> assertThat(image.format()).isEqualTo(LogoFormat.PNG))
                .satisfies(image -> assertThat(image.width()).isEqualTo(200))
                .satisfies(image -> assertThat(image.height()).isEqualTo(60));
        assertThat(logos.validate(picture("jpg", 90, 90)).format()).isEqualTo(LogoFormat.JPEG);
        refused("GIF89a and so on".getBytes(StandardCharsets.US_ASCII), "no PNG, JPEG or SVG");
        refused(new byte[0], "no PNG, JPEG or SVG");
        refused("<html><body>Logo</body></html>".getBytes(StandardCharsets.UTF_8), "no PNG, JPEG or SVG");
    }

    @Test
    void picturesHaveBounds() throws IOException {
        refused(new byte[LogoValidator.MAX_BYTES + 1], "at most 512 KB");
        refused(picture("png", 8, 8), "8 × 8 pixels");
        refused(picture("png", LogoValidator.MAX_SIDE + 1, 20), "4001 × 20 pixels");
        byte[] broken = picture("png", 200, 60);
        refused(java.util.Arrays.copyOf(broken, 12), "broken");
    }

    @Test
    void aDrawingKeepsItsShapesAndLosesWhatTheProgramAdded() {
        LogoImage image = logos.validate(svg("<!-- by hand --><metadata><x/></metadata>"
                + "<inkscape:grid/><defs><linearGradient id=\"g\"><stop offset=\"0\"/></linearGradient></defs>"
                + "<path inkscape:label=\"x\" d=\"M0 0h9\" fill=\"url(#g)\" style=\"stroke: url('#g')\"/>"
                + "<use xlink:href=\"#g\"/><text>A@B</text>"));

        assertThat(image.width()).isEqualTo(240);
        assertThat(image.height()).isEqualTo(64);
        assertThat(new String(image.content(), StandardCharsets.UTF_8))
                .contains("<path", "url(#g)", "#g", "A@B")
                .doesNotContain("metadata", "inkscape:label", "inkscape:grid", "by hand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<path onload=\"alert(1)\" d=\"M0 0\"/>",
                "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
                "<image href=\"https://tracker.example/x.png\"/>",
                "<a href=\"https://example.org\"><path d=\"M0 0\"/></a>",
                "<use href=\"https://example.org/x.svg#a\"/>",
                "<use xlink:href=\"data:image/svg+xml;base64,AAAA\"/>",
                "<rect fill=\"url(https://tracker.example/x)\"/>",
                "<rect fill=\"u\\72l(https://tracker.example/x)\"/>",
                "<style>@import 'https://tracker.example/x.css';</style>",
                "<style>rect { fill: url( 'https://tracker.example/x' ) }</style>",
                "<rect style=\"background: url(//tracker.example/x)\"/>",
                "<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>",
                "<set attributeName=\"onload\" to=\"alert(1)\"/>",
                "<g id=\"a\"><path d=\"M0 0\"/></g><g id=\"b\"><use href=\"#a\"/></g><use href=\"#b\"/>"
            })
    void whatActsOrLoadsIsRefused(String part) {
        refused(svg(part).clone(), "The picture contains");
    }

    @Test
    void documentsThatAreNoPictureAreRefused() {
        refused(
                "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>"
                        .getBytes(StandardCharsets.UTF_8),
                "Remove the line that begins with <!DOCTYPE");
        refused("<svg".getBytes(StandardCharsets.UTF_8), "cannot be read");
        refused(
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>".getBytes(StandardCharsets.UTF_8),
                "states no size");
        refused(svg("<path d=\"M0 0\"/>".repeat(5_001)), "more than 5000 elements");
    }

    private void refused(byte[] content, String words) {
        assertThatThrownBy(() -> logos.validate(content))
                .isInstanceOf(LogoRefused.class)
                .hasMessageContaining(words);
    }

    private static byte[] svg(String content) {
        return ("<svg " + NAMESPACES + " viewBox=\"0 0 240 64\">" + content + "</svg>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
        return bytes.toByteArray();
    }
}
