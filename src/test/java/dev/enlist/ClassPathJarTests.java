package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Has what the JDK finds in the same jar. */
class ClassPathJarTests {

    private static final int SMALL = 400_000;

    @TempDir
    Path temp;

    /** Jars of the class path: some are for several versions of Java, some have no entries for directories. */
    static Stream<Path> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path ->
                        path.toString().endsWith(".jar") && path.toFile().length() < SMALL)
                .filter(path -> path.getFileName().toString().hashCode() % 4 == 0 || isForSeveralVersions(path));
    }

    private static boolean isForSeveralVersions(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.isMultiRelease();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void entriesAreThoseOfTheJdk(Path path) throws IOException {
        try (ClassPathJar ours = ClassPathJar.open(path);
                JarFile jdk = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            assertSame(ours, jdk);
        }
    }

    @Test
    void aNestedJarIsLikeTheSameJarAsFile() throws IOException {
        Path lib = jars().filter(ClassPathJarTests::isForSeveralVersions)
                .findFirst()
                .orElseThrow();
        byte[] script = "#!/bin/sh\nexec java -jar \"$0\"\n".getBytes(StandardCharsets.UTF_8);
        Path outer = outer(lib, script, "");
        try (ClassPathJar jar = ClassPathJar.open(outer);
                JarFile jdk = new JarFile(lib.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            assertSame(jar.nested("lib/a.jar"), jdk);
            assertThat(jar.read("lib/a.jar")).isEqualTo(Files.readAllBytes(lib));
            assertThatThrownBy(() -> jar.nested("lib/none.jar")).hasMessageContaining("lib/none.jar");
            assertThatThrownBy(() -> jar.nested("classes/a/packed.txt")).hasMessageContaining("without compression");
        }
        List<ClassPathJar> opened = ClassPathJar.open(new URL[] {new URL("jar:" + lib.toUri() + "!/")});
        assertThat(opened).singleElement().satisfies(jar -> {
            assertThat(jar.has("META-INF/MANIFEST.MF")).isTrue();
            jar.close();
        });
    }

    @Test
    void aDirectoryHasNamesWithoutItsOwn() throws IOException {
        try (ClassPathJar jar = ClassPathJar.open(outer(jars().findFirst().orElseThrow(), new byte[0], "a comment"))) {
            ClassPathJar classes = jar.nested("classes/");
            assertThat(classes.directories()).contains("", "a/").doesNotContain("classes/", "lib/");
            assertThat(classes.read("a/packed.txt")).asString().isEqualTo("packed ".repeat(50));
            assertThat(classes.read("a/" + "long".repeat(100))).asString().isEqualTo("long");
            assertThat(classes.read("ä/ö.txt")).asString().isEqualTo("letters");
            // "Aa" and "BB" have the same hash
            assertThat(classes.read("Aa")).asString().isEqualTo("first");
            assertThat(classes.read("BB")).asString().isEqualTo("second");
            assertThat(classes.read("C#")).isNull();
            assertThat(classes.read("classes/Aa")).isNull();
            assertThat(classes.has("a")).isFalse();
            assertThat(classes.has("lib/a.jar")).isFalse();
            assertThat(classes.manifest()).isNotNull().isEqualTo(jar.manifest());
        }
    }

    @Test
    void anInterruptedThreadReads() throws IOException {
        try (ClassPathJar jar = ClassPathJar.open(outer(jars().findFirst().orElseThrow(), new byte[0], ""))) {
            Thread.currentThread().interrupt();
            assertThat(jar.read("classes/Aa")).asString().isEqualTo("first");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(jar.read("classes/BB")).asString().isEqualTo("second");
        }
    }

    @Test
    void whatIsNoJarIsRefused() throws IOException {
        Path text = Files.writeString(
                temp.resolve("text.jar"), "This is no jar, but a text that is longer than the end of one.");
        assertThatThrownBy(() -> ClassPathJar.open(text)).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> ClassPathJar.open(new URL[] {temp.toUri().toURL()}))
                .hasMessageContaining("Not the address of a jar");
    }

    private static void assertSame(ClassPathJar ours, JarFile jdk) throws IOException {
        TreeSet<String> directories = new TreeSet<>(List.of(""));
        TreeMap<String, byte[]> contents = new TreeMap<>();
        for (JarEntry entry : (Iterable<JarEntry>) jdk.stream()::iterator) {
            String name = entry.getName();
            directories.add(name.substring(0, name.lastIndexOf('/', name.length() - 2) + 1));
            contents.put(name, jdk.getInputStream(jdk.getEntry(name)).readAllBytes());
        }
        for (JarEntry entry : (Iterable<JarEntry>) jdk.versionedStream()::iterator) {
            contents.put(entry.getName(), jdk.getInputStream(entry).readAllBytes());
        }
        assertThat(new TreeSet<>(ours.directories())).isEqualTo(directories);
        for (String name : contents.keySet()) {
            assertThat(ours.has(name)).as(name).isTrue();
            assertThat(ours.read(name)).as(name).isEqualTo(contents.get(name));
            assertThat(ours.has(name + "x")).as(name).isFalse();
        }
        assertThat(ours.manifest()).isEqualTo(jdk.getManifest());
    }

    private Path outer(Path lib, byte[] before, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            put(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8), false);
            put(zip, "lib/a.jar", Files.readAllBytes(lib), true);
            put(zip, "classes/a/packed.txt", "packed ".repeat(50).getBytes(StandardCharsets.UTF_8), false);
            put(zip, "classes/a/" + "long".repeat(100), "long".getBytes(StandardCharsets.UTF_8), true);
            put(zip, "classes/ä/ö.txt", "letters".getBytes(StandardCharsets.UTF_8), false);
            put(zip, "classes/Aa", "first".getBytes(StandardCharsets.UTF_8), true);
            put(zip, "classes/BB", "second".getBytes(StandardCharsets.UTF_8), false);
        }
        Path outer = temp.resolve("outer.jar");
        try (OutputStream out = Files.newOutputStream(outer)) {
            out.write(before);
            out.write(bytes.toByteArray());
        }
        return outer;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content, boolean stored) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (stored) {
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
