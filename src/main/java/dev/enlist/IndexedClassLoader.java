package dev.enlist;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Loads from the same jars in the same order as the class loader of Spring Boot, but looks only into jars that have the
 * directory of a class or resource, and reads them by {@link ClassPathJar}. The other looks into each of 300 jars in turn, for
 * each of 27,000 classes: a third of the start.
 */
final class IndexedClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** Directories that a JDK may have too: its classes come first, as everywhere. */
    private static final List<String> OF_THE_JDK = List.of(
            "java/",
            "javax/",
            "jdk/",
            "sun/",
            "com/sun/",
            "org/w3c/",
            "org/xml/",
            "org/ietf/",
            "org/jcp/",
            "netscape/");

    /** Of Spring Boot, at the root of enlist.jar: they know the URLs of nested jars, and exist once. */
    private static final String LOADER = "org/springframework/boot/loader/";

    private static final String CLASS = ".class";

    private static final String VERSIONS = "META-INF/versions/";

    /** A character that a URL shows otherwise. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9/._$-]");

    private record Source(URL url, ClassPathJar jar, CodeSource code) {

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
        List<ClassPathJar> opened = ClassPathJar.open(jars);
        for (int jar = 0; jar < jars.length; jar++) {
            CodeSource code = new CodeSource(jars[jar], (Certificate[]) null);
            index(new Source(jars[jar], opened.get(jar), code));
        }
    }

    /** Whether all are URLs of jars; a directory is none. */
    static boolean canRead(URL[] classPath) {
        return Arrays.stream(classPath).allMatch(ClassPathJar::canRead);
    }

    private void index(Source source) {
        Set<String> known = new HashSet<>();
        for (String directory : source.jar().directories()) {
            add(directory, source, known);
            if (directory.startsWith(VERSIONS)) {
                add(directory.substring(directory.indexOf('/', VERSIONS.length()) + 1), source, known);
            }
        }
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
        if (path.startsWith(LOADER) || isOfTheJdk(path)) {
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
        try {
            for (Source source : candidates(path)) {
                byte[] bytes = source.jar().read(path);
                if (bytes != null) {
                    definePackage(name, source);
                    return defineClass(name, bytes, 0, bytes.length, source.code());
                }
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
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
            Manifest manifest = source.jar().manifest();
            if (manifest == null) {
                definePackage(packageName, null, null, null, null, null, null, null);
            } else {
                definePackage(packageName, manifest, source.url());
            }
        } catch (IllegalArgumentException anotherThreadWasFirst) {
            if (getDefinedPackage(packageName) == null) {
                throw anotherThreadWasFirst;
            }
        }
    }

    /** Of classes too: Spring reads them to find out what they are, before it loads some of them. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        if (!name.endsWith(CLASS) || name.startsWith(LOADER) || isOfTheJdk(name)) {
            return super.getResourceAsStream(name);
        }
        try {
            for (Source source : candidates(name)) {
                byte[] content = source.jar().read(name);
                if (content != null) {
                    return new ByteArrayInputStream(content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.getResourceAsStream(name);
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

    @Override
    public void close() throws IOException {
        super.close();
        for (Source source : candidates("")) {
            source.jar().close();
        }
    }

    private static boolean has(Source source, String name) {
        try {
            return !name.isEmpty() && source.jar().has(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Source> candidates(String name) {
        return directories.getOrDefault(directory(name), List.of());
    }

    private static boolean isOfTheJdk(String path) {
        for (String directory : OF_THE_JDK) {
            if (path.startsWith(directory)) {
                return true;
            }
        }
        return false;
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
