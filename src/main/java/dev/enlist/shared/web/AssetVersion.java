package dev.enlist.shared.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The version of the styles and scripts of the pages: a hash of their content, so that it changes exactly with them. */
record AssetVersion(String hash) {

    private static final int BYTES = 6;

    /** @param parts further text that the assets depend on, such as versions of libraries */
    static AssetVersion of(String pattern, String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Resource[] assets = new PathMatchingResourcePatternResolver().getResources(pattern);
            Arrays.sort(assets, Comparator.comparing(AssetVersion::path));
            for (Resource asset : assets) {
                if (asset.isReadable()) {
                    digest.update(path(asset).getBytes(StandardCharsets.UTF_8));
                    try (InputStream content = asset.getInputStream()) {
                        digest.update(content.readAllBytes());
                    }
                }
            }
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return new AssetVersion(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From the directory of the assets on: the same in each installation. */
    private static String path(Resource asset) {
        try {
            String address = asset.getURL().toString();
            return address.substring(address.lastIndexOf(AssetConfiguration.ASSETS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first segment below the directory of the assets. */
    String segment() {
        return "v-" + hash;
    }
}
