package dev.enlist.access.web;

import dev.enlist.access.ConcurrencyLimiter.Permit;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request that has no permit while its body is received, so that slow clients do not occupy the permits of the node. A body
 * that arrived together with its headers costs nothing. The body of an HTML form was received before:
 * {@code SlowBodyFilter}.
 */
class PermitPausingRequest extends HttpServletRequestWrapper {

    private final Permit permit;
    private final long length;
    private @Nullable ServletInputStream body;

    PermitPausingRequest(HttpServletRequest request, Permit permit) {
        super(request);
        this.permit = permit;
        this.length = request.getContentLengthLong();
    }

    /** Whether the request has a body to wait for. */
    static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new Received(super.getInputStream());
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        String encoding = getCharacterEncoding();
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new BufferedReader(new InputStreamReader(getInputStream(), charset));
    }

    private final class Received extends ServletInputStream {

        private final ServletInputStream in;
        private long read;
        private boolean begun;

        private Received(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (!begun) {
                begun = true;
                if (length < 0 || in.available() < length) {
                    permit.pause();
                }
            }
            int got = in.read(target, offset, count);
            read += Math.max(0, got);
            if (got < 0 || read == length) {
                permit.resume();
            }
            return got;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
            permit.resume();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
