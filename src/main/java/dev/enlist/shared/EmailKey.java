package dev.enlist.shared;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The key by which e-mail addresses are compared and stored: two addresses with the same key are the same mailbox.
 *
 * <p>It is computed here and nowhere else. SQL compares stored keys, and must not use {@code lower()} on an address:
 * PostgreSQL's lower case depends on the locale of the database and differs from Java's for characters such as
 * {@code İ}.
 *
 * <p>The local part is in Unicode form NFC and lower case. The domain is in its ASCII form (punycode), so that
 * {@code bücher.example} and {@code xn--bcher-kva.example} are one. Characters that IDNA 2008 distinguishes stay
 * distinct: {@code straße.example} is not {@code strasse.example}.
 *
 * @param value lower case, in form NFC
 */
public record EmailKey(String value) {

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@\"<>()\\[\\],;:\\\\]+@[^\\s@\"<>()\\[\\],;:\\\\{}|'/]+");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    /** The full stops that separate the labels of a domain (RFC 3490, section 3.1). */
    private static final Pattern DOT = Pattern.compile("[.\u3002\uFF0E\uFF61]");

    private static final char FIRST_NON_ASCII = 128;

    /** Refuses nothing: a text that is no address gets a key that no address has. */
    public static EmailKey of(String address) {
        int at = address.lastIndexOf('@');
        return at < 0
                ? new EmailKey(lowerCase(address, Normalizer.Form.NFC))
                : new EmailKey(lowerCase(address.substring(0, at), Normalizer.Form.NFC) + "@"
                        + domain(address.substring(at + 1)));
    }

    /**
     * The keys of all addresses within a text, such as a row of a file or a JSON document. Escapes of JSON
     * ({@code \}{@code u0130}) are read.
     */
    public static Set<String> within(String text) {
        Set<String> keys = new TreeSet<>();
        if (text.indexOf('@') >= 0) {
            Matcher addresses = ADDRESS.matcher(unescaped(text));
            while (addresses.find()) {
                keys.add(of(addresses.group().replaceAll("[.!?]+$", "")).value());
            }
        }
        return keys;
    }

    private static String unescaped(String text) {
        return text.contains("\\u")
                ? ESCAPE.matcher(text)
                        .replaceAll(escape ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                : text;
    }

    /** Normal forms change no ASCII text, and most addresses are one. */
    private static String lowerCase(String text, Normalizer.Form form) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        return Normalizer.normalize(Normalizer.normalize(text, form).toLowerCase(Locale.ROOT), form);
    }

    private static String domain(String domain) {
        String lower = lowerCase(domain, Normalizer.Form.NFKC);
        return isAscii(lower)
                ? lower
                : Arrays.stream(DOT.split(lower, -1))
                        .map(label -> isAscii(label) ? label : "xn--" + Punycode.encode(label))
                        .collect(Collectors.joining("."));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_NON_ASCII) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
