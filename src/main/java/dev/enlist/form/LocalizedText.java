package dev.enlist.form;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text for people: one text for every language, or texts by language tag (BCP 47), such as {@code en} and {@code es}.
 * On the wire a JSON string, or an object of strings.
 *
 * @param texts by language tag; the empty tag holds the one text for every language
 */
public record LocalizedText(Map<String, String> texts) {

    /** Words for a text of the wrong shape. */
    static final String SHAPE =
            "must be a text, or an object of texts by language, such as {\"en\": \"…\", \"es\": \"…\"}";

    private static final String EVERY_LANGUAGE = "";
    private static final Pattern TAG = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    public LocalizedText {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    public static LocalizedText of(String text) {
        return new LocalizedText(Map.of(EVERY_LANGUAGE, text));
    }

    /** Whether a text can be written as a language tag: {@code en}, {@code es}, {@code pt-BR}. */
    public static boolean isTag(String tag) {
        return TAG.matcher(tag).matches();
    }

    /** @throws IllegalArgumentException where the value is neither a text nor an object of texts by language */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static LocalizedText ofWire(Object wire) {
        return read(wire).orElseThrow(() -> new IllegalArgumentException(SHAPE));
    }

    /** Empty where the value is neither a text nor an object of texts by language. */
    static Optional<LocalizedText> read(@Nullable Object wire) {
        if (wire instanceof String text) {
            return Optional.of(of(text));
        }
        if (wire instanceof Map<?, ?> byLanguage && !byLanguage.isEmpty()) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : byLanguage.entrySet()) {
                if (!(entry.getKey() instanceof String tag && isTag(tag) && entry.getValue() instanceof String text)) {
                    return Optional.empty();
                }
                texts.put(tag, text);
            }
            return Optional.of(new LocalizedText(texts));
        }
        return Optional.empty();
    }

    /** A JSON string or an object of strings. */
    @JsonValue
    public Object wire() {
        return texts.containsKey(EVERY_LANGUAGE) ? texts.get(EVERY_LANGUAGE) : texts;
    }

    /** The text for a language: that of the tag, of its language, for every language, in English, or the first one. */
    public String in(Locale locale) {
        String exact = texts.get(locale.toLanguageTag());
        String found = exact != null ? exact : texts.get(locale.getLanguage());
        if (found == null) {
            found = texts.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(locale.getLanguage() + "-"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        for (String tag : new String[] {EVERY_LANGUAGE, "en"}) {
            found = found != null ? found : texts.get(tag);
        }
        return found != null ? found : texts.values().stream().findFirst().orElse("");
    }

    /** Whether the text is the same for every language. */
    public boolean isForEveryLanguage() {
        return texts.containsKey(EVERY_LANGUAGE);
    }

    /** The tags of these languages that have no text, or a blank one; none where the text is for every language. */
    public Set<String> missing(Iterable<String> languages) {
        Set<String> missing = new TreeSet<>();
        if (!isForEveryLanguage()) {
            for (String language : languages) {
                if (texts.getOrDefault(language, "").isBlank()) {
                    missing.add(language);
                }
            }
        }
        return missing;
    }

    public boolean isBlank() {
        return texts.values().stream().allMatch(String::isBlank);
    }
}
