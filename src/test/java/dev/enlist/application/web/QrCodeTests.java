package dev.enlist.application.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A reader finds the address in the squares of the picture. */
class QrCodeTests {

    private static final Pattern SQUARE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"");
    private static final int QUIET = 4;

    @Test
    void theSquaresAreTheAddress() throws Exception {
        String address = "https://enroll.example.org/apply/nyc-battery";

        String svg = QrCodeController.svg(address);

        Matcher size = SIZE.matcher(svg);
        assertThat(size.find()).isTrue();
        int modules = Integer.parseInt(size.group(1)) - 2 * QUIET;
        BitMatrix picture = new BitMatrix(modules);
        Matcher square = SQUARE.matcher(svg);
        while (square.find()) {
            picture.set(Integer.parseInt(square.group(1)) - QUIET, Integer.parseInt(square.group(2)) - QUIET);
        }
        assertThat(new Decoder().decode(picture).getText()).isEqualTo(address);
    }
}
