package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CuidTests {

    @Test
    void isCAnd24CharactersOfBase36() {
        assertThat(Cuid.next())
                .matches("c[0-9a-z]{24}")
                .satisfies(id -> assertThat(Cuid.isCuid(id)).isTrue());
        assertThat(Cuid.isCuid("cllgn0u4r000008l7eazybfbo")).isTrue();
    }

    @Test
    void isNeverGivenTwice() {
        Set<String> ids = new HashSet<>();
        IntStream.range(0, 20_000).parallel().mapToObj(i -> Cuid.next()).forEachOrdered(ids::add);

        assertThat(ids).hasSize(20_000);
    }

    @Test
    void ofALaterMomentIsGreater() throws InterruptedException {
        String earlier = Cuid.next();
        Thread.sleep(3);

        assertThat(Cuid.next()).isGreaterThan(earlier);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "c",
                "cllgn0u4r000008l7eazybfb",
                "cllgn0u4r000008l7eazybfboo",
                "xllgn0u4r000008l7eazybfbo",
                "Cllgn0u4r000008l7eazybfbo",
                "cllgn0u4r000008l7eazybfbO",
                "cllgn0u4r000008l7eazybfb'",
                "cllgn0u4r000008l7eazybfbo\n",
                " cllgn0u4r000008l7eazybfbo",
            })
    void isNothingElse(String text) {
        assertThat(Cuid.isCuid(text)).isFalse();
    }
}
