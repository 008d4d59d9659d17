package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPreloaderTests {

    private static final String HERE = ClassPreloaderTests.class.getName();

    private static boolean initialized;

    /** Never used but by its name. */
    static class Known {
        static {
            initialized = true;
        }
    }

    /** Has a list of its own, and notes what is asked of it. */
    private static final class Listed extends ClassLoader {

        private final List<String> asked = new ArrayList<>();
        private final String list;

        Listed(String... lines) {
            super(ClassPreloaderTests.class.getClassLoader());
            this.list = String.join("\n", lines);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            assertThat(name).isEqualTo(ClassPreloader.LIST);
            return new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name);
        }
    }

    @Test
    void loadsInTheOrderOfTheListWithoutInitializing() {
        Listed classes = new Listed(HERE + "$Known", ".Missing", ".EnlistLauncher", "java.util.zip.Adler32", ".CRC32C");
        new ClassPreloader(classes).run();
        assertThat(classes.asked)
                .containsExactly(
                        HERE + "$Known",
                        "dev.enlist.Missing",
                        "dev.enlist.EnlistLauncher",
                        "java.util.zip.Adler32",
                        "java.util.zip.CRC32C");
        assertThat(initialized).isFalse();
    }

    @Test
    void stopsAtTheEndOfTheStart() {
        Listed classes = new Listed("java.util.zip.Adler32");
        ClassPreloader preloader = new ClassPreloader(classes);
        preloader.end();
        preloader.run();
        assertThat(classes.asked).isEmpty();
    }

    /** Otherwise {@code bin/record-start-classes} has to be run again. */
    @Test
    void theListFitsTheClassesThatThereAre() throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream list = ClassPreloader.class.getResourceAsStream("/" + ClassPreloader.LIST)) {
            String packageName = "";
            for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String name = line.startsWith(".") ? packageName + line : line;
                packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
                names.add(name);
            }
        }
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(20_000);
        assertThat(shareOfThere(names, "dev.enlist.")).isGreaterThan(0.9);
        assertThat(shareOfThere(names, "org.hibernate.")).isGreaterThan(0.95);
        assertThat(shareOfThere(names, "org.springframework.")).isGreaterThan(0.95);
    }

    private static double shareOfThere(List<String> names, String start) {
        ClassLoader classes = ClassPreloader.class.getClassLoader();
        return names.stream()
                .filter(name -> name.startsWith(start))
                .mapToInt(name -> classes.getResource(name.replace('.', '/') + ".class") == null ? 0 : 1)
                .average()
                .orElse(0);
    }
}
