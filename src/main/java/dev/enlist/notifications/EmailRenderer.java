package dev.enlist.notifications;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.enlist.shared.validation.ContactAddressValidator;
import dev.enlist.shared.validation.TextCharacters;
import dev.enlist.template.MessageTemplate;
import dev.enlist.template.Notifications.Text;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Renders a message from a template and values. Templates are plain text. The HTML page is made from the rendered text
 * with everything escaped, so that neither a value nor a template can insert markup, a script or a header.
 */
@Component
class EmailRenderer {

    private static final Pattern PARAGRAPHS = Pattern.compile("\\n{2,}");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
    private static final int MAX_SUBJECT_LENGTH = 200;

    /** A rendered message, as plain text and as HTML. */
    record RenderedEmail(String subject, String text, String html) {}

    private final Template page;

    EmailRenderer() {
        try (Reader reader = new InputStreamReader(
                new ClassPathResource("mail/page.html").getInputStream(), StandardCharsets.UTF_8)) {
            this.page = Mustache.compiler()
                    .escapeHTML(true)
                    .emptyStringIsFalse(true)
                    .compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RenderedEmail render(Text template, EmailContent content) {
        return render(template, content.language(), content.values(), content.branding(), content.unsubscribe());
    }

    /** Renders a template with these values. The link to the status page stands below a text that does not have it. */
    RenderedEmail render(
            Text template,
            MessageLanguage language,
            Map<String, String> values,
            EmailBranding branding,
            @Nullable String unsubscribe) {
        String subject = oneLine(MessageTemplate.say(template.subject(), values));
        String body = MessageTemplate.say(template.body(), values)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .strip();
        String programName = values.getOrDefault("programName", "");
        String organization = values.getOrDefault("organizationName", "");
        String link = values.getOrDefault("link", "");
        String statusPage = body.contains(link) ? "" : link;
        StringBuilder text = new StringBuilder(body);
        if (!statusPage.isEmpty()) {
            text.append("\n\n")
                    .append(language.text("status-page"))
                    .append(":\n")
                    .append(statusPage);
        }
        text.append("\n\n-- \n")
                .append(oneLine(programName))
                .append('\n')
                .append(oneLine(organization))
                .append('\n');
        String contact = oneLine(values.getOrDefault("contact", ""));
        if (!contact.isEmpty()) {
            text.append("\n")
                    .append(language.text("questions"))
                    .append(": ")
                    .append(contact)
                    .append('\n');
        }
        if (unsubscribe != null) {
            text.append("\n")
                    .append(language.text("stop-invitations"))
                    .append(": ")
                    .append(unsubscribe)
                    .append('\n');
        }
        Map<String, Object> parts = new HashMap<>();
        parts.put("subject", subject);
        parts.put("programName", programName);
        parts.put("organizationName", organization);
        parts.put("logo", isPicture(branding.logoUrl()) ? String.valueOf(branding.logoUrl()) : "");
        parts.put("language", language.locale().toLanguageTag());
        parts.put("colour", isColour(branding.brandColour()) ? String.valueOf(branding.brandColour()) : "");
        parts.put("statusPage", isPicture(statusPage) ? statusPage : "");
        parts.put("statusPageWords", language.text("status-page"));
        parts.put("questionsWords", language.text("questions"));
        parts.put("stopWords", language.text("stop-invitations"));
        parts.put("contact", contact);
        parts.put("contactLink", ContactAddressValidator.isPage(contact) ? contact : "mailto:" + contact);
        parts.put("unsubscribe", unsubscribe == null ? "" : unsubscribe);
        parts.put("paragraphs", paragraphs(body));
        return new RenderedEmail(subject, text.toString(), page.execute(parts));
    }

    /**
     * Replaces line breaks and control characters: in a subject or a name, text after a line break would be another
     * header.
     */
    static String oneLine(String text) {
        String line = CONTROLS.matcher(text).replaceAll(" ").strip();
        return TextCharacters.first(line, MAX_SUBJECT_LENGTH);
    }

    private static boolean isPicture(@Nullable String url) {
        return url != null
                && (url.toLowerCase(Locale.ROOT).startsWith("https://")
                        || url.toLowerCase(Locale.ROOT).startsWith("http://"));
    }

    private static boolean isColour(@Nullable String colour) {
        return colour != null && colour.matches("#[0-9A-Fa-f]{6}");
    }

    private static List<Map<String, Object>> paragraphs(String body) {
        return Arrays.stream(PARAGRAPHS.split(body))
                .map(paragraph -> Map.<String, Object>of(
                        "lines",
                        Arrays.stream(paragraph.split("\n"))
                                .map(line -> Map.of("line", line))
                                .toList()))
                .toList();
    }
}
