package dev.enlist.branding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.springframework.stereotype.Component;

/**
 * Checks an uploaded logo. The content decides about the format, not what the client says. Of PNG and JPEG only the
 * head is read, so that a small file cannot unpack into a large picture.
 */
@Component
class LogoValidator {

    static final int MAX_BYTES = 512 * 1024;

    /** Pixels on a side. */
    static final int MAX_SIDE = 4000;

    static final int MIN_SIDE = 16;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final int HEAD = 1024;

    private final SvgValidator svg;

    LogoValidator(SvgValidator svg) {
        this.svg = svg;
    }

    /** @throws LogoRefused saying what to change */
    LogoImage validate(byte[] content) {
        if (content.length > MAX_BYTES) {
            throw LogoRefused.tooLarge(MAX_BYTES);
        }
        if (startsWith(content, PNG)) {
            return sized(raster(content, LogoFormat.PNG));
        }
        if (startsWith(content, JPEG)) {
            return sized(raster(content, LogoFormat.JPEG));
        }
        String head = new String(content, 0, Math.min(content.length, HEAD), StandardCharsets.UTF_8);
        if (head.stripLeading().startsWith("<") || head.startsWith("\uFEFF<")) {
            return sized(svg.validate(content));
        }
        throw LogoRefused.notSupported();
    }

    private static boolean startsWith(byte[] content, byte[] signature) {
        return content.length > signature.length
                && Arrays.equals(content, 0, signature.length, signature, 0, signature.length);
    }

    private static LogoImage raster(byte[] content, LogoFormat format) {
        ImageReader reader =
                ImageIO.getImageReadersByMIMEType(format.mediaType()).next();
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(input, true, true);
            return new LogoImage(format, reader.getWidth(0), reader.getHeight(0), content);
        } catch (IOException | RuntimeException e) {
            // the readers of the JDK throw both for broken files
            throw LogoRefused.unusable(
                    "The picture is broken: its size cannot be read. Open it in an image program and save it anew.");
        } finally {
            reader.dispose();
        }
    }

    private static LogoImage sized(LogoImage image) {
        int shorter = Math.min(image.width(), image.height());
        int longer = Math.max(image.width(), image.height());
        if (longer > MAX_SIDE || shorter < MIN_SIDE) {
            throw LogoRefused.unusable("The picture has " + image.width() + " × " + image.height()
                    + " pixels. Each side needs " + MIN_SIDE + " to " + MAX_SIDE + " pixels.");
        }
        return image;
    }
}
