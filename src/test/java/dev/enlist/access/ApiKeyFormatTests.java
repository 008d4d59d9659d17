package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFormatTests {

    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_ é?\0";

    @RepeatedTest(20)
    void keysHaveAFormThatAScannerKnows() {
        String key = ApiKeyFormat.generate();

        assertThat(key).matches("enl_[0-9A-Za-z]{42}");
        assertThat(ApiKeyFormat.isWellFormed(key)).isTrue();
    }

    @Test
    void noTwoKeysAreAlike() {
        assertThat(Stream.generate(ApiKeyFormat::generate).limit(1000)).doesNotHaveDuplicates();
    }

    @Test
    void anyOneCharacterChangedIsNoticed() {
        String key = ApiKeyFormat.generate();

        for (int i = 0; i < key.length(); i++) {
            for (char other : CHARACTERS.toCharArray()) {
                if (other != key.charAt(i)) {
                    String changed = key.substring(0, i) + other + key.substring(i + 1);
                    assertThat(ApiKeyFormat.isWellFormed(changed)).as(changed).isFalse();
                }
            }
        }
    }

    @Test
    void aCharacterMoreOrLessIsNoticed() {
        String key = ApiKeyFormat.generate();

        assertThat(ApiKeyFormat.isWellFormed(key + "0")).isFalse();
        assertThat(ApiKeyFormat.isWellFormed(key.substring(0, key.length() - 1)))
                .isFalse();
        assertThat(ApiKeyFormat.isWellFormed(" " + key)).isFalse();
    }

    /** Texts with a correct checksum but characters outside base 62 are not keys. */
    @ParameterizedTest
    @ValueSource(strings = {"!", "é", " "})
    void otherCharactersAreNoKeyEvenWithTheirChecksum(String character) {
        String secret = character.repeat(36);
        long count = Stream.of(checksummed(secret))
                .filter(ApiKeyFormat::isWellFormed)
                .count();

        assertThat(count).isZero();
    }

    private static String checksummed(String secret) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(secret.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        for (long rest = crc.getValue(); digits.length() < 6; rest /= 62) {
            digits.insert(0, CHARACTERS.charAt((int) (rest % 62)));
        }
        return "enl_" + secret + digits;
    }

    @Test
    void theChecksumOfTheTestAboveIsThatOfTheKeys() {
        String key = ApiKeyFormat.generate();

        assertThat(checksummed(key.substring(4, 40))).isEqualTo(key);
    }

    @Test
    void isKeptAsItsSha256() {
        assertThat(HexFormat.of().formatHex(ApiKeyFormat.hash("abc")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void theHintTellsFourCharactersOfTheSecret() {
        assertThat(ApiKeyFormat.hint("enl_abcdefghij")).isEqualTo("enl_abcd");
    }
}
