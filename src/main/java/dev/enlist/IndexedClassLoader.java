package dev.enlist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Loads from the same jars in the same order as the class loader of Spring Boot, but looks only into jars that have the
 * directory of a class or resource. The other looks into each of 300 jars in turn, for each of 27,000 classes: a third of
 * the start.
 */
final class IndexedClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** Directories that a JDK may have too: its classes come first, as everywhere. */
    private static final Pattern OF_THE_JDK =
            Pattern.compile("(java|javax|jdk|sun|com/sun|org/w3c|org/xml|org/ietf|org/jcp|netscape)/.*");

    /** Of Spring Boot, at the root of enlist.jar: they know the URLs of nested jars, and exist once. */
    private static final String LOADER = "org/springframework/boot/loader/";

    private static final String CLASS = ".class";

    private static final String VERSIONS = "META-INF/versions/";

    /** A character that a URL shows otherwise. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9/._$-]");

    private record Source(URL url, JarFile jar, CodeSource code) {

        URL resource(String name) {
            try {
                return new URL(url, encoded(name));
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Each directory, with a slash at its end, to the jars with something in it; in the order of the class path. */
    private final Map<String, List<Source>> directories = new HashMap<>(8192);

    /** @param jars URLs of jars, of the form {@code jar:…!/} */
    IndexedClassLoader(URL[] jars, ClassLoader parent) throws IOException {
        super(jars, parent);
        for (URL url : jars) {
            JarFile jar = ((JarURLConnection) url.openConnection()).getJarFile();
            Source source = new Source(url, jar, new CodeSource(url, (Certificate[]) null));
            index(source);
        }
    }

    /** Whether all are URLs of jars; a directory is none. */
    static boolean canRead(URL[] classPath) {
        return Arrays.stream(classPath).allMatch(url -> url.getProtocol().equals("jar"));
    }

    private void index(Source source) {
        Set<String> known = new HashSet<>();
        String last = "";
        for (Enumeration<JarEntry> entries = source.jar().entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            String directory = directory(name);
            // entries of a directory mostly follow each other
            if (directory.equals(last)) {
                continue;
            }
            last = directory;
            add(directory, source, known);
            if (directory.startsWith(VERSIONS)) {
                add(directory.substring(directory.indexOf('/', VERSIONS.length()) + 1), source, known);
            }
        }
        add("", source, known);
    }

    /** With the directories around it. */
    private void add(String directory, Source source, Set<String> known) {
        String next = directory;
        while (known.add(next)) {
            directories.computeIfAbsent(next, none -> new ArrayList<>(2)).add(source);
            if (next.isEmpty()) {
                return;
            }
            next = directory(next);
        }
    }

    /** The directory that contains a name; of a name with a slash at its end, the one around it. */
    private static String directory(String name) {
        int end = name.endsWith("/") ? name.length() - 2 : name.length() - 1;
        return name.substring(0, name.lastIndexOf('/', end) + 1);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String path = name.replace('.', '/') + CLASS;
        if (path.startsWith(LOADER) || OF_THE_JDK.matcher(path).matches()) {
            return super.loadClass(name, resolve);
        }
        // no other has them, and not to ask saves an exception for each class
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = define(name, path);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> defined = define(name, name.replace('.', '/') + CLASS);
        if (defined == null) {
            throw new ClassNotFoundException(name);
        }
        return defined;
    }

    private @Nullable Class<?> define(String name, String path) throws ClassNotFoundException {
        for (Source source : candidates(path)) {
            JarEntry entry = source.jar().getJarEntry(path);
            if (entry != null) {
                try (InputStream content = source.jar().getInputStream(entry)) {
                    definePackage(name, source);
                    byte[] bytes = content.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length, source.code());
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        return null;
    }

    /** With the title and version of the manifest. */
    private void definePackage(String name, Source source) throws IOException {
        int end = name.lastIndexOf('.');
        String packageName = end < 0 ? "" : name.substring(0, end);
        if (end < 0 || getDefinedPackage(packageName) != null) {
            return;
        }
        try {
            if (source.jar().getManifest() == null) {
                definePackage(packageName, null, null, null, null, null, null, null);
            } else {
                definePackage(packageName, source.jar().getManifest(), source.url());
            }
        } catch (IllegalArgumentException anotherThreadWasFirst) {
            if (getDefinedPackage(packageName) == null) {
                throw anotherThreadWasFirst;
            }
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        for (Source source : candidates(name)) {
            if (has(source, name)) {
                return source.resource(name);
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        return Collections.enumeration(candidates(name).stream()
                .filter(source -> has(source, name))
                .map(source -> source.resource(name))
                .toList());
    }

    private static boolean has(Source source, String name) {
        return !name.isEmpty() && source.jar().getEntry(name) != null;
    }

    private List<Source> candidates(String name) {
        return directories.getOrDefault(directory(name), List.of());
    }

    private static String encoded(String name) {
        if (!UNSAFE.matcher(name).find()) {
            return name;
        }
        try {
            return new URI(null, null, "/" + name, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
