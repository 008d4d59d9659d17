package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class Base64UrlTests {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Property
    void exactlyOneTextOpensToTheBytes(@ForAll @Size(min = 1, max = 40) byte[] bytes) {
        String text = Base64Url.encode(bytes);

        assertThat(Base64Url.decode(text)).contains(bytes);
        String start = text.substring(0, text.length() - 1);
        assertThat(ALPHABET.chars()
                        .mapToObj(last -> start + (char) last)
                        .filter(other -> Base64Url.decode(other)
                                .filter(read -> Arrays.equals(read, bytes))
                                .isPresent()))
                .containsExactly(text);
        assertThat(Base64Url.decode(text + "=")).isEmpty();
        assertThat(Base64Url.decode(text + "\n")).isEmpty();
        assertThat(Base64Url.decode("?" + text)).isEmpty();
    }
}
