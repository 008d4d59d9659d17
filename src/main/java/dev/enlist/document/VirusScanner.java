package dev.enlist.document;

import java.io.IOException;
import java.io.InputStream;

/** Checks content for malware. */
interface VirusScanner {

    /** Whether there is a scanner; without one documents are available at once. */
    boolean isEnabled();

    /** Whether the scanner answers now. */
    boolean isReachable();

    /**
     * @return whether the content is clean
     * @throws IOException where the scanner cannot be reached or does not answer
     */
    boolean isClean(InputStream content) throws IOException;
}
