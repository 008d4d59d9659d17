package dev.enlist.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Searches the repository for secrets as a secret scanner does. */
class NoSecretsInRepositoryTests {

    private static final Pattern KEY = Pattern.compile("enl_[0-9A-Za-z]{42}");
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    private static final Set<String> NOT_OURS = Set.of(".git", "target", ".enlist", ".idea", "node_modules");

    @Test
    void noFileHoldsAKeyOrAPrivateKey() throws IOException {
        List<Path> files = files(Path.of(""));
        assertThat(files).contains(Path.of("pom.xml"), Path.of("docker-compose.yml"), Path.of("README.md"));
        assertThat(files.stream().filter(file -> holdsSecret(read(file)))).isEmpty();
    }

    @Test
    void aSecretWouldBeFound() {
        assertThat(holdsSecret("key: " + ApiKeyFormat.generate() + "\n")).isTrue();
        assertThat(holdsSecret("-----BEGIN RSA " + "PRIVATE KEY-----")).isTrue();
        assertThat(holdsSecret("enl_" + "x".repeat(42))).isFalse();
    }

    private static boolean holdsSecret(String text) {
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            if (ApiKeyFormat.isWellFormed(key.group())) {
                return true;
            }
        }
        return PRIVATE_KEY.matcher(text).find();
    }

    private static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
