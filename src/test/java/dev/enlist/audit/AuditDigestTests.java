package dev.enlist.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.Actor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditDigestTests {

    private static final AuditDigest PLAIN = new AuditDigest(null);
    private static final AuditDigest KEYED =
            new AuditDigest("a key of 32 characters or more ...".getBytes(StandardCharsets.UTF_8));

    private static DigestedEntry entry(String subjectType, String subjectId, List<String> changed) {
        return new DigestedEntry(
                "id",
                "workspace",
                Instant.parse("2026-01-31T10:00:00.000001Z"),
                Actor.key("k", "Key"),
                null,
                null,
                null,
                "thing.act",
                subjectType,
                subjectId,
                changed,
                "{}",
                "{}",
                null);
    }

    @Test
    void textsThatRunTogetherAreStillDifferentFields() {
        assertThat(Stream.of(
                                entry("ab", "c", List.of()),
                                entry("a", "bc", List.of()),
                                entry("a", "b", List.of("c")),
                                entry("a", "b", List.of("c", "d")),
                                entry("a", "b", List.of("c,d")),
                                entry("a\",\"b", "c", List.of()))
                        .map(entry -> AuditDigest.hex(PLAIN.entry(entry, false))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aKeyMakesAnotherDigestThatNobodyElseCanMake() {
        DigestedEntry entry = entry("a", "b", List.of());

        assertThat(KEYED.entry(entry, true)).isNotEqualTo(KEYED.entry(entry, false));
        assertThat(KEYED.entry(entry, false)).isEqualTo(PLAIN.entry(entry, false));
        assertThatThrownBy(() -> PLAIN.entry(entry, true)).hasMessageContaining("ENLIST_AUDIT_KEY");
    }

    /** Chains of earlier versions must verify with this version. */
    @Test
    void digestsStayAsTheyAre() {
        DigestedEntry entry = entry("a", "b", List.of("c"));

        assertThat(AuditDigest.hex(PLAIN.entry(entry, false)))
                .isEqualTo("a9a11b1aaec3f0dd1d6a60a5308310076c1c5243347861b4e99c4b36c8e6f440");
        assertThat(AuditDigest.hex(
                        PLAIN.chainHash(AuditDigest.BEGINNING, 1, "id", PLAIN.entry(entry, false), "7", false)))
                .isEqualTo("395cf801c6614e73a7ea0935dd068f399520e347224b7e5c171917e53d2c1600");
        assertThat(AuditDigest.hex(
                        KEYED.chainHash(AuditDigest.BEGINNING, 1, "id", KEYED.entry(entry, true), "7", true)))
                .isEqualTo("837e0b7c1c737ba93e76ad76ccf9507d10cf54e1f654cc15a33cad5713969ead");
    }

    @Test
    void aKeyIsLongAndNeverShown() {
        assertThatThrownBy(() -> new AuditProperties("short")).hasMessageContaining("32");
        assertThat(new AuditProperties(" ").secret()).isNull();
        assertThat(new AuditProperties("x".repeat(32)).toString()).doesNotContain("xx");
    }

    @Test
    void headsAreReadAsTheyAreWritten() {
        ChainHead head = ChainHead.of(42, AuditDigest.BEGINNING);

        assertThat(ChainHead.read(head.toString())).contains(head);
        assertThat(Stream.of("", "42", "42:", "-1:" + head.hash(), "042:" + head.hash(), "42:" + head.hash() + "0")
                        .filter(text -> ChainHead.read(text).isPresent()))
                .isEmpty();
    }
}
