package dev.enlist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Loads and verifies the classes that a start needs, in the order in which it needs them, in a thread beside the one that starts:
 * that thread finds most of them loaded. They are not initialized, so none of their code runs earlier or elsewhere than without.
 *
 * <p>{@value #LIST} names them. It comes from a start, by {@code bin/record-start-classes}. A class that is missing there is
 * loaded when the start needs it; one that does not exist any more is passed over.
 */
final class ClassPreloader implements Runnable {

    /** A name in each line; of a class in the package of the line before only the end, with its dot. */
    static final String LIST = "start-classes.txt";

    private static final int PROCESSORS = 2;

    private final ClassLoader classes;

    private volatile boolean ended;

    ClassPreloader(ClassLoader classes) {
        this.classes = classes;
    }

    /** Where there is a processor for it. */
    void start() {
        if (Runtime.getRuntime().availableProcessors() >= PROCESSORS) {
            Thread thread = new Thread(this, "class-preloader");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The start has all its classes. */
    void end() {
        ended = true;
    }

    @Override
    public void run() {
        try (InputStream list = classes.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            String packageName = "";
            for (String line = lines.readLine(); line != null && !ended; line = lines.readLine()) {
                String name = line.startsWith(".") ? packageName + line : line;
                packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
                load(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(String name) {
        try {
            Class<?> type = Class.forName(name, false, classes);
            if (!type.isInterface()) {
                // the JVM verifies a class that is asked for its constructors, and does not initialize it
                type.getDeclaredConstructors();
            }
        } catch (ClassNotFoundException | LinkageError notHere) {
            // of another JDK, or of an optional library: the start fails where it needs the class, and says so
        }
    }
}
