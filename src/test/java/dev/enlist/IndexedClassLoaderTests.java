package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds what the JDK's class loader finds on the same class path, and in the same order. */
class IndexedClassLoaderTests {

    private static final String CLASS = "dev/enlist/IndexedClassLoaderTests$Sample.class";

    @TempDir
    Path temp;

    private URL[] jars;

    /** A class to load from a jar. */
    static class Sample {}

    @BeforeEach
    void jars() throws IOException {
        jars = new URL[] {
            jar("first.jar", true, Map.of("both.txt", "first", "a/b/first.txt", "1", "META-INF/services/x", "first")),
            jar(
                    "second.jar",
                    false,
                    Map.of(
                            "both.txt",
                            "second",
                            "a/b/second name.txt",
                            "2",
                            "META-INF/services/x",
                            "second",
                            "META-INF/versions/9/nine/nine.txt",
                            "9",
                            CLASS,
                            "",
                            "javax/sql/DataSource.class",
                            "not a class"))
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "both.txt",
                "a/b/first.txt",
                "a/b/second name.txt",
                "a/",
                "a/b/",
                "META-INF/services/x",
                "META-INF/MANIFEST.MF",
                "missing.txt",
                "a/missing.txt",
                "missing/",
                ""
            })
    void resourcesAreThoseOfTheJdk(String name) throws IOException {
        try (URLClassLoader expected = new URLClassLoader(jars, null);
                IndexedClassLoader loader = new IndexedClassLoader(jars, null)) {
            assertThat(addresses(loader, name)).isEqualTo(addresses(expected, name));
            assertThat(String.valueOf(loader.getResource(name))).isEqualTo(String.valueOf(expected.getResource(name)));
        }
    }

    @Test
    void directoriesAreLeftToOthers() throws IOException {
        assertThat(IndexedClassLoader.canRead(jars)).isTrue();
        assertThat(IndexedClassLoader.canRead(new URL[] {jars[0], temp.toUri().toURL()}))
                .isFalse();
    }

    @Test
    void resourcesForThisVersionOfJavaAreFound() throws IOException {
        try (IndexedClassLoader loader = new IndexedClassLoader(jars, null)) {
            assertThat(addresses(loader, "nine/nine.txt")).hasSize(1);
        }
    }

    @Test
    void contentIsReadFromTheFirstJarThatHasIt() throws IOException {
        try (IndexedClassLoader loader = new IndexedClassLoader(jars, null);
                InputStream both = loader.getResourceAsStream("both.txt");
                InputStream spaced = loader.getResourceAsStream("a/b/second name.txt")) {
            assertThat(both).hasContent("first");
            assertThat(spaced).hasContent("2");
        }
    }

    @Test
    void classesComeFromTheJarsWithTheirManifest() throws Exception {
        try (IndexedClassLoader loader = new IndexedClassLoader(jars, getClass().getClassLoader())) {
            Class<?> loaded = loader.loadClass(Sample.class.getName());
            assertThat(loaded).isNotSameAs(Sample.class);
            assertThat(loaded.getClassLoader()).isSameAs(loader);
            assertThat(loaded.getPackage().getImplementationVersion()).isEqualTo("second.jar");
            assertThat(loaded.getProtectionDomain().getCodeSource().getLocation())
                    .isSameAs(jars[1]);
            assertThat(loader.loadClass(Sample.class.getName())).isSameAs(loaded);
        }
    }

    @Test
    void classesOfTheJdkAndOfNoJarComeFromTheParent() throws Exception {
        try (IndexedClassLoader loader = new IndexedClassLoader(jars, getClass().getClassLoader())) {
            assertThat(loader.loadClass("javax.sql.DataSource")).isSameAs(javax.sql.DataSource.class);
            assertThat(loader.loadClass(Test.class.getName())).isSameAs(Test.class);
            assertThatThrownBy(() -> loader.loadClass("dev.enlist.Missing")).isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static List<String> addresses(ClassLoader loader, String name) throws IOException {
        return Collections.list(loader.getResources(name)).stream()
                .map(URL::toString)
                .toList();
    }

    /** @param directories whether the jar has entries for directories, as most have and some have not */
    private URL jar(String file, boolean directories, Map<String, String> contents) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Multi-Release"), "true");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, file);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (directories) {
            entries.put("a/", new byte[0]);
            entries.put("a/b/", new byte[0]);
        }
        for (Map.Entry<String, String> content : contents.entrySet()) {
            entries.put(
                    content.getKey(),
                    content.getKey().equals(CLASS)
                            ? IndexedClassLoaderTests.class
                                    .getResourceAsStream("/" + CLASS)
                                    .readAllBytes()
                            : content.getValue().getBytes(StandardCharsets.UTF_8));
        }
        Path path = temp.resolve(file);
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        // as Spring Boot opens nested jars: with the entries for the present version of Java
        return new URL("jar:" + path.toFile().toURI() + "!/#runtime");
    }
}
