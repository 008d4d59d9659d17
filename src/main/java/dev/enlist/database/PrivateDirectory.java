package dev.enlist.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directories and files that no other user of the machine may enter or change: mode 0700 and 0600, owned by the user that
 * Enlist runs as. Where a file system knows no such modes (Windows), its own access lists decide.
 */
final class PrivateDirectory {

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateDirectory() {}

    /**
     * Makes a directory private, and makes it first where there is none.
     *
     * @throws IOException where it is a link, belongs to another user, or cannot be made private
     */
    static Path prepare(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory);
        }
        PosixFileAttributeView view = view(directory);
        if (view == null) {
            return directory;
        }
        if (Files.isSymbolicLink(directory) || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is not a directory. Name a directory of your own.");
        }
        requireOwn(directory, view);
        view.setPermissions(DIRECTORY);
        return directory;
    }

    /** Makes a file with this content private; it is complete under its name, or not there. */
    static void write(Path file, String content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished);
        PosixFileAttributeView view = view(unfinished);
        if (view != null) {
            view.setPermissions(FILE);
        }
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes from all others what they may do with a directory and everything in it; links are not followed. */
    static void closeAll(Path directory) throws IOException {
        if (view(directory) == null) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                close(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isSymbolicLink()) {
                    close(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The same for the files that stand directly in a directory. */
    static void closeFiles(Path directory) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
            for (Path file : files) {
                close(file);
            }
        }
    }

    private static void close(Path path) throws IOException {
        PosixFileAttributeView view = view(path);
        if (view != null) {
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (permissions.retainAll(DIRECTORY)) {
                view.setPermissions(permissions);
            }
        }
    }

    private static void requireOwn(Path directory, PosixFileAttributeView view) throws IOException {
        String owner = view.getOwner().getName();
        String user = ownUser(directory);
        if (!owner.equals(user)) {
            throw new IOException(directory + " belongs to " + owner + ", and Enlist runs as " + user
                    + ". Name a directory of your own in ENLIST_DATA_DIR, or give this one to " + user + ".");
        }
    }

    /** The user whose files this process makes. */
    private static String ownUser(Path directory) throws IOException {
        Path probe = Files.createTempFile(directory, "owner", ".probe");
        try {
            return Files.getOwner(probe).getName();
        } finally {
            Files.delete(probe);
        }
    }

    private static @Nullable PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
