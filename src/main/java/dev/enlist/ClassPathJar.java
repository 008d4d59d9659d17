package dev.enlist;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a jar of the class path: of a file, of a jar that such a file has without compression, or of one of its
 * directories. Reads the table of contents once and each entry with one access. Spring Boot's class for nested jars reads
 * the table of contents again for each entry, through one small buffer for all jars.
 *
 * <p>In a jar for several versions of Java, an entry is the one for the version that runs.
 */
final class ClassPathJar implements Closeable {

    private static final Pattern FILE = Pattern.compile("jar:(file:.+)!/(#.*)?");
    private static final Pattern NESTED = Pattern.compile("jar:nested:(.+)/!(.+)!/(#.*)?");

    private static final String VERSIONS = "META-INF/versions/";
    private static final byte[] VERSIONS_BYTES = VERSIONS.getBytes(StandardCharsets.UTF_8);

    // of the format: APPNOTE.TXT of PKWARE
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int CONTENTS_SIZE = 46;
    private static final int HEADER_SIZE = 30;
    private static final int HEADER_NAME = 26;

    /** Of a name and what stands between it and the content. Longer ones take a second access. */
    private static final int USUAL_NAME = 192;

    /** For all jars: making one takes longer than to read a class with it. */
    private static final Queue<Inflater> INFLATERS = new ConcurrentLinkedQueue<>();

    /** A file. Unlike a channel, it stays open when a thread that reads is interrupted. */
    private record Content(RandomAccessFile file, long length) {

        /** Fewer bytes at the end of the file. */
        synchronized byte[] read(long position, int most) throws IOException {
            byte[] bytes = new byte[(int) Math.min(most, length - position)];
            file.seek(position);
            file.readFully(bytes);
            return bytes;
        }
    }

    /** The beginning of an entry in the file, at least up to its content. */
    private record Entry(int slot, long start, byte[] bytes) {

        String name() {
            return new String(bytes, HEADER_SIZE, u16(bytes, HEADER_NAME), StandardCharsets.UTF_8);
        }

        int content() {
            return HEADER_SIZE + u16(bytes, HEADER_NAME) + u16(bytes, HEADER_NAME + 2);
        }
    }

    private final Content file;
    private final long begin;
    private final long length;

    /** Of names in the file, and not of those that are asked for. */
    private final String prefix;

    private final List<String> directories = new ArrayList<>();

    /** What is added to the places that the table of contents names. */
    private final long origin;

    // by the hash of their name; the name itself is read from the file, where it stands before the content
    private final int[] hashes;
    private final int[] starts;
    private final int[] sizes;
    private final int[] packedSizes;

    /** Of compression, and 1 more; 0 where there is no entry. */
    private final byte[] methods;

    /** Names without the version of Java to the place of the entry for the version that runs. */
    private final Map<String, Integer> versions = new HashMap<>();

    /** That of the jar, for a directory in it. */
    private @Nullable Manifest manifest;

    private boolean manifestIsRead;

    private ClassPathJar(Content file, long begin, long length, String prefix) throws IOException {
        this.file = file;
        this.begin = begin;
        this.length = length;
        this.prefix = prefix;
        byte[] end = end();
        int entries = u16(end, 10);
        int size = i32(end, 12);
        if (entries == 0xFFFF || size < 0 || i32(end, 16) == -1) {
            throw new ZipException("More entries or bytes than the table of contents of a jar can name");
        }
        // a script may stand before the jar: the end counts, and not what it says about the place
        long place = begin + length - end.length - size;
        this.origin = place - Integer.toUnsignedLong(i32(end, 16));
        int slots = entries + entries / 2 + 1;
        this.hashes = new int[slots];
        this.starts = new int[slots];
        this.sizes = new int[slots];
        this.packedSizes = new int[slots];
        this.methods = new byte[slots];
        List<String> versioned = index(file.read(place, size), entries);
        if (!versioned.isEmpty() && isForSeveralVersions()) {
            preferVersions(versioned);
        }
    }

    static boolean canRead(URL url) {
        return FILE.matcher(url.toString()).matches()
                || NESTED.matcher(url.toString()).matches();
    }

    /** @param urls of the form {@code jar:file:…!/} or {@code jar:nested:…/!…!/} */
    static List<ClassPathJar> open(URL[] urls) throws IOException {
        Map<URI, ClassPathJar> files = new HashMap<>();
        List<ClassPathJar> jars = new ArrayList<>();
        for (URL url : urls) {
            Matcher nested = NESTED.matcher(url.toString());
            Matcher plain = FILE.matcher(url.toString());
            if (nested.matches()) {
                jars.add(file(URI.create("file:" + nested.group(1)), files).nested(nested.group(2)));
            } else if (plain.matches()) {
                jars.add(file(URI.create(plain.group(1)), files));
            } else {
                throw new IOException("Not the address of a jar: " + url);
            }
        }
        return jars;
    }

    private static ClassPathJar file(URI address, Map<URI, ClassPathJar> files) throws IOException {
        ClassPathJar jar = files.get(address);
        if (jar == null) {
            jar = open(Path.of(address));
            files.put(address, jar);
        }
        return jar;
    }

    static ClassPathJar open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        return new ClassPathJar(new Content(file, file.length()), 0, file.length(), "");
    }

    /** @param name of a jar without compression, or of a directory, with a slash at its end */
    ClassPathJar nested(String name) throws IOException {
        if (name.endsWith("/")) {
            ClassPathJar directory = new ClassPathJar(file, begin, length, name);
            directory.manifest = manifest();
            directory.manifestIsRead = true;
            return directory;
        }
        Entry entry = find(name, 0);
        if (entry == null || isDeflated(entry.slot())) {
            throw new IOException("No jar without compression: " + name);
        }
        return new ClassPathJar(file, entry.start() + entry.content(), sizes[entry.slot()], "");
    }

    /** Each directory with an entry, with a slash at its end; some more than once. The root is the empty string. */
    List<String> directories() {
        return directories;
    }

    /** Whether there is an entry of that name; a directory also without the slash at its end. */
    boolean has(String name) throws IOException {
        return find(name, 0) != null || !name.endsWith("/") && find(name + "/", 0) != null;
    }

    /** The content of an entry; null if there is none of that name. */
    byte @Nullable [] read(String name) throws IOException {
        Entry entry = find(name, 1);
        if (entry == null) {
            return null;
        }
        int slot = entry.slot();
        return isDeflated(slot)
                ? inflate(entry.bytes(), entry.content(), packedSizes[slot], sizes[slot])
                : Arrays.copyOfRange(entry.bytes(), entry.content(), entry.content() + sizes[slot]);
    }

    /** @param contents 1 to read the content too, otherwise 0 */
    private @Nullable Entry find(String name, int contents) throws IOException {
        Integer version = versions.get(name);
        if (version != null) {
            return entry(version, contents);
        }
        int hash = name.hashCode();
        for (int slot = first(hash); methods[slot] != 0; slot = next(slot)) {
            if (hashes[slot] == hash) {
                Entry entry = entry(slot, contents);
                String found = entry.name();
                if (found.length() == prefix.length() + name.length() && found.endsWith(name)) {
                    return entry;
                }
            }
        }
        return null;
    }

    private Entry entry(int slot, int contents) throws IOException {
        int content = contents * packedSizes[slot];
        long start = origin + Integer.toUnsignedLong(starts[slot]);
        Entry entry = new Entry(slot, start, file.read(start, HEADER_SIZE + USUAL_NAME + content));
        int whole = entry.content() + content;
        return whole <= entry.bytes().length ? entry : new Entry(slot, start, file.read(start, whole));
    }

    synchronized @Nullable Manifest manifest() throws IOException {
        if (!manifestIsRead) {
            byte[] content = read(JarFile.MANIFEST_NAME);
            manifest = content == null ? null : new Manifest(new ByteArrayInputStream(content));
            manifestIsRead = true;
        }
        return manifest;
    }

    /** The file, with all its nested jars. */
    @Override
    public void close() throws IOException {
        file.file().close();
    }

    private boolean isForSeveralVersions() throws IOException {
        Manifest found = manifest();
        return found != null && Boolean.parseBoolean(found.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
    }

    private byte[] end() throws IOException {
        // mostly without a comment
        for (int comment : new int[] {0, LONGEST_COMMENT}) {
            int size = (int) Math.min(END_SIZE + comment, length);
            byte[] tail = file.read(begin + length - size, size);
            for (int at = size - END_SIZE; at >= 0; at--) {
                if (i32(tail, at) == END_SIGNATURE) {
                    return Arrays.copyOfRange(tail, at, size);
                }
            }
        }
        throw new ZipException("No jar: the end of its table of contents is missing");
    }

    /** Names of entries for one version of Java. */
    private List<String> index(byte[] contents, int entries) {
        byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
        List<String> versioned = new ArrayList<>();
        directories.add("");
        int last = 0;
        int lastLength = -1;
        int at = 0;
        for (int entry = 0; entry < entries; entry++) {
            int name = at + CONTENTS_SIZE;
            int nameEnd = name + u16(contents, at + 28);
            if (startsWith(contents, name, nameEnd, start)) {
                int own = name + start.length;
                add(hash(contents, own, nameEnd), contents, at);
                int directory = directoryLength(contents, own, nameEnd);
                // entries of a directory mostly follow each other
                if (lastLength != directory
                        || !Arrays.equals(contents, last, last + lastLength, contents, own, own + directory)) {
                    directories.add(new String(contents, own, directory, StandardCharsets.UTF_8));
                    last = own;
                    lastLength = directory;
                }
                if (startsWith(contents, own, nameEnd, VERSIONS_BYTES)) {
                    versioned.add(new String(contents, own, nameEnd - own, StandardCharsets.UTF_8));
                }
            }
            at = nameEnd + u16(contents, at + 30) + u16(contents, at + 32);
        }
        return versioned;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
        return to - from >= start.length
                && (start.length == 0 || Arrays.equals(bytes, from, from + start.length, start, 0, start.length));
    }

    /** The hash of the name as string. */
    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] < 0) {
                return new String(bytes, from, to - from, StandardCharsets.UTF_8).hashCode();
            }
            hash = 31 * hash + bytes[at];
        }
        return hash;
    }

    /** Of the directory around a name; for a directory, the one around it. */
    private static int directoryLength(byte[] bytes, int from, int to) {
        for (int at = to - 2; at >= from; at--) {
            if (bytes[at] == '/') {
                return at + 1 - from;
            }
        }
        return 0;
    }

    private void add(int hash, byte[] contents, int at) {
        int slot = first(hash);
        while (methods[slot] != 0) {
            slot = next(slot);
        }
        hashes[slot] = hash;
        methods[slot] = (byte) (u16(contents, at + 10) + 1);
        packedSizes[slot] = i32(contents, at + 20);
        sizes[slot] = i32(contents, at + 24);
        starts[slot] = i32(contents, at + 42);
    }

    /** The highest version up to the one that runs. */
    private void preferVersions(List<String> names) throws IOException {
        int running = Runtime.version().feature();
        List<String> suitable = new ArrayList<>(names);
        suitable.removeIf(name -> version(name) > running);
        suitable.sort(Comparator.comparingInt(ClassPathJar::version));
        for (String name : suitable) {
            String plain = name.substring(name.indexOf('/', VERSIONS.length()) + 1);
            Entry entry = find(name, 0);
            if (entry != null && !plain.isEmpty() && !plain.startsWith("META-INF/")) {
                versions.put(plain, entry.slot());
            }
        }
    }

    /** Too high for any Java if it is not a number. */
    private static int version(String name) {
        int end = name.indexOf('/', VERSIONS.length());
        try {
            return end < 0 ? Integer.MAX_VALUE : Integer.parseInt(name, VERSIONS.length(), end, 10);
        } catch (NumberFormatException noVersion) {
            return Integer.MAX_VALUE;
        }
    }

    private int first(int hash) {
        return Integer.remainderUnsigned(hash, hashes.length);
    }

    private int next(int slot) {
        return slot + 1 == hashes.length ? 0 : slot + 1;
    }

    private boolean isDeflated(int slot) throws ZipException {
        int method = methods[slot] - 1;
        if (method != ZipEntry.DEFLATED && method != ZipEntry.STORED) {
            throw new ZipException("Unknown compression " + method);
        }
        return method == ZipEntry.DEFLATED;
    }

    private static byte[] inflate(byte[] bytes, int offset, int packedSize, int size) throws IOException {
        Inflater pooled = INFLATERS.poll();
        Inflater inflater = pooled == null ? new Inflater(true) : pooled;
        byte[] content = new byte[size];
        try {
            inflater.setInput(bytes, offset, packedSize);
            int done = 0;
            while (done < size) {
                int more = inflater.inflate(content, done, size - done);
                if (more == 0) {
                    throw new ZipException("The content of an entry ends early");
                }
                done += more;
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        } finally {
            inflater.reset();
            INFLATERS.add(inflater);
        }
        return content;
    }

    private static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    private static int i32(byte[] bytes, int at) {
        return u16(bytes, at) | u16(bytes, at + 2) << 16;
    }
}
