package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTests {

    /** Of a Mach-O file for several processors: {@code FAT_MAGIC} in {@code mach-o/fat.h}. */
    private static final int FAT_MAGIC = 0xcafebabe;

    /** {@code CPU_TYPE_X86_64} and {@code CPU_TYPE_ARM64} in {@code mach/machine.h}. */
    private static final Integer[] PROCESSORS = {0x01000007, 0x0100000c};

    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z'};

    private final PostgresBinaries binaries = new PostgresBinaries();

    @ParameterizedTest
    @CsvSource({
        "Linux, x86_64",
        "Linux, arm_64",
        "Darwin, x86_64",
        "Darwin, arm_64",
        "Windows, x86_64",
        "Windows, arm_64"
    })
    void thereIsAPostgresForEachPlatform(String system, String architecture) throws IOException {
        try (InputStream archive = binaries.getPgBinary(system, architecture)) {
            assertThat(archive.readNBytes(XZ.length)).isEqualTo(XZ);
        }
    }

    @Test
    void aPlatformWithoutOneIsNamed() {
        assertThatThrownBy(() -> binaries.getPgBinary("Linux", "ppc_64"))
                .isInstanceOf(EmbeddedPostgresUnavailable.class)
                .hasMessageContaining("no PostgreSQL for Linux on ppc_64");
    }

    /** It is unpacked nearly whole, which takes seconds. */
    @Tag("resilience")
    @Test
    void thePostgresOfMacOsRunsOnBothOfItsProcessors() throws IOException {
        try (TarArchiveInputStream archive =
                new TarArchiveInputStream(new XZCompressorInputStream(binaries.getPgBinary("Darwin", "arm_64")))) {
            TarArchiveEntry entry = archive.getNextEntry();
            while (entry != null && !entry.getName().endsWith("bin/postgres")) {
                entry = archive.getNextEntry();
            }
            assertThat(entry).isNotNull();
            assertThat(processors(new DataInputStream(archive))).containsExactlyInAnyOrder(PROCESSORS);
        }
    }

    private static List<Integer> processors(DataInputStream program) throws IOException {
        assertThat(program.readInt()).isEqualTo(FAT_MAGIC);
        int count = program.readInt();
        List<Integer> processors = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            processors.add(program.readInt());
            program.skipNBytes(4 * Integer.BYTES);
        }
        return processors;
    }
}
