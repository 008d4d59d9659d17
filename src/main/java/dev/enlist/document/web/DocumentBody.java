package dev.enlist.document.web;

import dev.enlist.document.DocumentContent;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.AbstractResource;

/**
 * The content of a document as a response body. Opens the content at the position from which it is read, so that a range
 * request reads only what it asks for.
 */
final class DocumentBody extends AbstractResource {

    private final DocumentContent content;

    DocumentBody(DocumentContent content) {
        this.content = content;
    }

    @Override
    public String getDescription() {
        return "document " + content.document().getId();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return content.document().size();
    }

    @Override
    public InputStream getInputStream() {
        return new OnDemand();
    }

    /** Opens the content at the first byte that is read. */
    private final class OnDemand extends InputStream {

        private long position;
        private InputStream opened = InputStream.nullInputStream();
        private boolean isOpen;

        @Override
        public int read() throws IOException {
            return opened().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return opened().read(target, offset, length);
        }

        private InputStream opened() throws IOException {
            if (!isOpen) {
                opened = content.source().open(position);
                isOpen = true;
            }
            return opened;
        }

        @Override
        public long skip(long bytes) throws IOException {
            if (isOpen) {
                return opened.skip(bytes);
            }
            long skipped = Math.max(0, Math.min(bytes, contentLength() - position));
            position += skipped;
            return skipped;
        }

        @Override
        public void close() throws IOException {
            opened.close();
        }
    }
}
