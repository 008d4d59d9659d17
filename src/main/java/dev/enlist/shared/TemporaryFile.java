package dev.enlist.shared;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds the body of a request on the local disk while it is checked. The file has no name: its content is gone when it is
 * closed, and also when the process is killed.
 */
public final class TemporaryFile implements AutoCloseable {

    private final FileChannel channel;
    private long size;

    private TemporaryFile(FileChannel channel) {
        this.channel = channel;
    }

    public static TemporaryFile create() throws IOException {
        // only the owner of the process may read it
        Path path = Files.createTempFile("enlist-", ".tmp");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(path);
        return new TemporaryFile(channel);
    }

    /** Appends bytes. */
    public void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            size += channel.write(buffer, size);
        }
    }

    /** Bytes appended so far. */
    public long size() {
        return size;
    }

    /**
     * Reads up to {@code length} bytes at a position.
     *
     * @return fewer bytes only at the end of the file
     */
    public byte[] read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - position)));
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // reads until the buffer is full
        }
        return buffer.array();
    }

    /** Reads the content from its beginning; several streams are independent of each other. Closing one changes nothing. */
    public InputStream newInputStream() {
        return newInputStream(0, size);
    }

    /** The same for {@code length} bytes from a position. */
    public InputStream newInputStream(long position, long length) {
        return new Part(position, Math.min(size, position + length));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Part extends InputStream {

        private final long end;
        private long position;

        Part(long position, long end) {
            this.position = position;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(length, end - position);
            if (wanted <= 0) {
                return -1;
            }
            int got = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
            position += Math.max(0, got);
            return got;
        }
    }
}
