package dev.enlist.notifications;

import dev.enlist.template.Notifications.Text;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * The built-in texts of messages in one language, from {@code mail/texts_<language>.properties}. Messages to applicants
 * are written in the language of the application, or in English where Enlist does not have that language.
 */
public final class MessageLanguage {

    static final MessageLanguage ENGLISH = new MessageLanguage("en");
    private static final MessageLanguage SPANISH = new MessageLanguage("es");

    /** All languages; the first one is the default. */
    static final List<MessageLanguage> ALL = List.of(ENGLISH, SPANISH);

    private final Locale locale;
    private final Properties texts = new Properties();
    private final DateTimeFormatter dates;
    private final DateTimeFormatter moments;

    private MessageLanguage(String tag) {
        this.locale = Locale.forLanguageTag(tag);
        try (Reader reader = new InputStreamReader(
                new ClassPathResource("mail/texts_" + tag + ".properties").getInputStream(), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.dates = DateTimeFormatter.ofPattern(text("date-pattern"), locale);
        this.moments = DateTimeFormatter.ofPattern(text("moment-pattern"), locale);
    }

    /** @param tag BCP 47; null for none */
    static MessageLanguage of(@Nullable String tag) {
        String wanted = tag == null ? "" : Locale.forLanguageTag(tag).getLanguage();
        return ALL.stream()
                .filter(language -> language.locale.getLanguage().equals(wanted))
                .findFirst()
                .orElse(ENGLISH);
    }

    Locale locale() {
        return locale;
    }

    /** The keys of the texts, which are the same in each language. */
    java.util.Set<String> keys() {
        return texts.stringPropertyNames();
    }

    String text(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("mail/texts_" + locale + ".properties has no text for " + key);
        }
        return text;
    }

    /** The subject and body of a message; a message to an applicant begins with a greeting. */
    Text message(String key) {
        String body = text(key + ".body");
        boolean toApplicant = key.startsWith(Audience.APPLICANT.wire() + "-");
        return new Text(text(key + ".subject"), toApplicant ? text("greeting") + "\n\n" + body : body);
    }

    /** Day, time and zone of an instant. */
    String dateTime(Instant at, ZoneId zone) {
        return moments.format(at.atZone(zone));
    }

    /** The day of an instant in a time zone. */
    String date(Instant at, ZoneId zone) {
        return dates.format(at.atZone(zone));
    }
}
