package dev.enlist.access.web;

import dev.enlist.shared.Sha256;
import dev.enlist.shared.TemporaryFile;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is kept: hashed first, then read again by the handler. A body of up to
 * {@value #IN_MEMORY} bytes is kept in memory, a longer one, such as an upload, in a temporary file.
 */
class CachedBodyRequest extends HttpServletRequestWrapper implements AutoCloseable {

    static final int IN_MEMORY = 1 << 20;

    private static final int BUFFER = 65_536;

    private final byte[] beginning;
    private final @Nullable TemporaryFile file;
    private final byte[] hash;

    CachedBodyRequest(HttpServletRequest request) throws IOException {
        super(request);
        MessageDigest digest = Sha256.digest();
        String line = getMethod() + " " + getRequestURI() + "?" + getQueryString() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        InputStream body = request.getInputStream();
        byte[] first = body.readNBytes(IN_MEMORY + 1);
        digest.update(first);
        if (first.length <= IN_MEMORY) {
            this.beginning = first;
            this.file = null;
        } else {
            this.beginning = new byte[0];
            this.file = spooled(first, body, digest);
        }
        this.hash = digest.digest();
    }

    private static TemporaryFile spooled(byte[] first, InputStream rest, MessageDigest digest) throws IOException {
        TemporaryFile file = TemporaryFile.create();
        try {
            file.append(first, 0, first.length);
            byte[] buffer = new byte[BUFFER];
            for (int got = rest.read(buffer); got > 0; got = rest.read(buffer)) {
                digest.update(buffer, 0, got);
                file.append(buffer, 0, got);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Size of the body in bytes. */
    int length() {
        return file == null ? beginning.length : (int) file.size();
    }

    /** SHA-256 of method, path, query and body. Two requests with equal hashes are the same request. */
    byte[] hash() {
        return hash.clone();
    }

    @Override
    public ServletInputStream getInputStream() {
        InputStream body = file == null ? new ByteArrayInputStream(beginning) : file.newInputStream();
        return new CachedStream(body, length());
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    /** Deletes the temporary file. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private static final class CachedStream extends ServletInputStream {

        private final InputStream body;
        private int left;

        CachedStream(InputStream body, int length) {
            this.body = body;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            left -= next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = body.read(target, offset, length);
            left -= Math.max(0, got);
            return got;
        }

        @Override
        public boolean isFinished() {
            return left == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is kept; read it directly.");
        }
    }
}
