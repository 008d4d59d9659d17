package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are one mailbox. */
class EmailKeyTests {

    @ParameterizedTest
    @CsvSource({
        "Suzie@Example.COM, suzie@example.com",
        // İ: i and a dot above, whatever the locale
        "\u0130pek@example.com, i\u0307pek@example.com",
        // composed and decomposed
        "Jose\u0301@example.com, jos\u00E9@example.com",
        "JOSE\u0301@example.com, jos\u00E9@example.com",
        // domains in Unicode and in punycode
        "a@B\u00FCcher.example, a@xn--bcher-kva.example",
        "a@bu\u0308cher.example, a@xn--bcher-kva.example",
        "a@XN--Bcher-KVA.example, a@xn--bcher-kva.example",
        "a@\u4F8B\u3048\u3002\u30C6\u30B9\u30C8, a@xn--r8jz45g.xn--zckzah",
        "a@\uFF45\uFF58\uFF41\uFF4D\uFF50\uFF4C\uFF45.com, a@example.com",
        // distinguished by IDNA 2008
        "a@fa\u00DF.de, a@xn--fa-hia.de",
        "a@fass.de, a@fass.de",
        "no address, no address",
        "two@ats@Example.com, two@ats@example.com",
    })
    void areThoseWithOneKey(String address, String key) {
        assertThat(EmailKey.of(address).value()).isEqualTo(key);
        assertThat(EmailKey.of(key).value()).as("the key of a key").isEqualTo(key);
    }

    @Test
    void doNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(EmailKey.of("INFO@EXAMPLE.COM").value()).isEqualTo("info@example.com");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void areFoundWithinTexts() {
        assertThat(EmailKey.within("""
                        {"email": "\\u0130pek@example.com", "cc": ["O'Brien@example.com"], "note": "ask a@b.example."}
                        """))
                .containsExactlyInAnyOrder("i\u0307pek@example.com", "o'brien@example.com", "a@b.example");
        assertThat(EmailKey.within("anna@example.com")).doesNotContain("na@example.com");
        assertThat(EmailKey.within("nothing")).isEmpty();
    }
}
