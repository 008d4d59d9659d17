package dev.enlist.application.web;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.enlist.shared.PublicLinks;
import dev.enlist.shared.access.AnyCaller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The address of a published form as a QR code, for posters and letters: SVG, black on white, with its quiet zone. */
@Controller
class QrCodeController {

    private static final MediaType SVG = MediaType.valueOf("image/svg+xml");
    private static final Duration KEPT = Duration.ofHours(1);

    /** Modules of white around the code that readers need. */
    private static final int QUIET = 4;

    private final ApplicationRequestResolver requests;
    private final PublicLinks links;

    QrCodeController(ApplicationRequestResolver requests, PublicLinks links) {
        this.requests = requests;
        this.links = links;
    }

    @AnyCaller
    @GetMapping("/apply/{path}/qr.svg")
    ResponseEntity<String> code(@PathVariable String path, HttpServletRequest http, HttpServletResponse response) {
        return requests.in(
                path,
                http,
                response,
                request -> ResponseEntity.ok()
                        .contentType(SVG)
                        .cacheControl(CacheControl.maxAge(KEPT))
                        .body(svg(links.to("/apply/" + path))),
                () -> ResponseEntity.notFound().build());
    }

    /** One path of squares, one unit each. */
    static String svg(String address) {
        ByteMatrix modules = matrix(address);
        StringBuilder squares = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) == 1) {
                    squares.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        int size = modules.getWidth() + 2 * QUIET;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %1$d\" width=\"%2$d\" height=\"%2$d\"><rect width=\"%1$d\" height=\"%1$d\" fill=\"#fff\"/><path d=\"%3$s\"/></svg>"
                .formatted(size, size * 8, squares);
    }

    private static ByteMatrix matrix(String address) {
        try {
            // read also where a quarter of it is dirty
            return Encoder.encode(address, ErrorCorrectionLevel.Q, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                    .getMatrix();
        } catch (WriterException e) {
            throw new IllegalStateException("An address of a form fits into a QR code", e);
        }
    }
}
