package dev.enlist.process.edge;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Passes successful responses through and buffers the body of a response with status 400 or higher. */
class BufferedErrorResponse extends HttpServletResponseWrapper {

    private static final int FIRST_ERROR = 400;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable PrintWriter writer;
    private boolean error;

    BufferedErrorResponse(HttpServletResponse response) {
        super(response);
    }

    /** Whether the response is an error with a buffered body. */
    boolean holdsError() {
        return error && !getResponse().isCommitted();
    }

    /** Sends the buffered body unchanged. */
    void release() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        getResponse().setContentLength(held.size());
        held.writeTo(getResponse().getOutputStream());
    }

    @Override
    public void setStatus(int status) {
        error = status >= FIRST_ERROR;
        super.setStatus(status);
    }

    @Override
    public void sendError(int status) {
        setStatus(status);
    }

    @Override
    public void sendError(int status, String message) {
        // the message is internal to the engine and goes to its log only
        setStatus(status);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return error ? new Held(held) : super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (!error) {
            return super.getWriter();
        }
        PrintWriter kept = writer;
        if (kept == null) {
            kept = new PrintWriter(new OutputStreamWriter(held, StandardCharsets.UTF_8));
            writer = kept;
        }
        return kept;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!error) {
            super.flushBuffer();
        }
    }

    @Override
    public void setContentLength(int length) {
        if (!error) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!error) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        if (!isLengthOfError(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!isLengthOfError(name)) {
            super.addHeader(name, value);
        }
    }

    private boolean isLengthOfError(String name) {
        return error && name.toLowerCase(Locale.ROOT).equals(HttpHeaders.CONTENT_LENGTH.toLowerCase(Locale.ROOT));
    }

    private static final class Held extends ServletOutputStream {

        private final ByteArrayOutputStream bytes;

        Held(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException(
                    "Asynchronous writes are not supported: the body is written synchronously.");
        }
    }
}
