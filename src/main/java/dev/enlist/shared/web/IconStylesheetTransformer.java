package dev.enlist.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;
import org.webjars.WebJarVersionLocator;

/** Puts the SVG files of the icons into their style sheet: a page shows up to forty, each of which would be a request. */
class IconStylesheetTransformer implements ResourceTransformer {

    static final String LIBRARY = "bootstrap-icons";

    private static final String STYLESHEET = "icons.css";
    private static final Pattern ICON =
            Pattern.compile("url\\(\"/webjars/bootstrap-icons/(icons/[a-z0-9-]+\\.svg)\"\\)");

    private final WebJarVersionLocator locator;

    IconStylesheetTransformer(WebJarVersionLocator locator) {
        this.locator = locator;
    }

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = chain.transform(request, resource);
        if (!STYLESHEET.equals(transformed.getFilename())) {
            return transformed;
        }
        String rules = read(transformed);
        StringBuilder inlined = new StringBuilder();
        Matcher icons = ICON.matcher(rules);
        while (icons.find()) {
            icons.appendReplacement(inlined, Matcher.quoteReplacement("url(\"" + dataUri(icons.group(1)) + "\")"));
        }
        icons.appendTail(inlined);
        return new TransformedResource(transformed, inlined.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String dataUri(String file) throws IOException {
        String path = Objects.requireNonNull(locator.fullPath(LIBRARY, file), file);
        String drawing = read(new ClassPathResource(path));
        return "data:image/svg+xml,"
                + drawing.replaceAll("\\s+", " ")
                        .replace('"', '\'')
                        .replace("%", "%25")
                        .replace("#", "%23")
                        .replace("<", "%3C")
                        .replace(">", "%3E");
    }

    private static String read(Resource resource) throws IOException {
        try (InputStream content = resource.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
