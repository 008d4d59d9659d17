package dev.enlist.document;

import java.io.IOException;
import java.io.InputStream;

/**
 * A document with its content.
 *
 * @param source opens the content at a position, counted in bytes from 0
 */
public record DocumentContent(Document document, Source source) {

    /** Opens the content; each stream is read once and closed. */
    @FunctionalInterface
    public interface Source {

        InputStream open(long position) throws IOException;
    }
}
