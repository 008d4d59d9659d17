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
        return render(template, content.values(), content.logoUrl(), content.unsubscribe());
    }

    /** Renders a template with these values. */
    RenderedEmail render(
            Text template, Map<String, String> values, @Nullable String logoUrl, @Nullable String unsubscribe) {
        String subject = oneLine(MessageTemplate.say(template.subject(), values));
        String body = MessageTemplate.say(template.body(), values)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .strip();
        String programName = values.getOrDefault("programName", "");
        String organization = values.getOrDefault("organizationName", "");
        StringBuilder text = new StringBuilder(body)
                .append("\n\n-- \n")
                .append(oneLine(programName))
                .append('\n')
                .append(oneLine(organization))
                .append('\n');
        String contact = oneLine(values.getOrDefault("contact", ""));
        if (!contact.isEmpty()) {
            text.append("\nQuestions: ").append(contact).append('\n');
        }
        if (unsubscribe != null) {
            text.append("\nStop invitations: ").append(unsubscribe).append('\n');
        }
        Map<String, Object> parts = new HashMap<>();
        parts.put("subject", subject);
        parts.put("programName", programName);
        parts.put("organizationName", organization);
        parts.put("logo", isPicture(logoUrl) ? String.valueOf(logoUrl) : "");
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
