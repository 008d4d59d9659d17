package dev.enlist.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Stores content under keys outside the database. Each call may fail, and may be repeated with the same result. */
interface ObjectStorage {

    /**
     * Stores an object, or replaces it.
     *
     * @param content opens the content anew for each attempt
     */
    void put(String key, long size, String mediaType, Supplier<InputStream> content) throws IOException;

    /** Reads an object from a position to its end. */
    InputStream read(String key, long position) throws IOException;

    /** Whether the storage answers now and has the bucket. */
    boolean isReachable();

    /** Deletes an object; there need not be one. */
    void delete(String key) throws IOException;
}
