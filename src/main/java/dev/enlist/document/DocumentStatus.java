package dev.enlist.document;

import java.util.Locale;

/** Whether the content of a document may be read. Lower case on the wire. */
public enum DocumentStatus {
    /** The content may be read. */
    AVAILABLE,
    /** The virus scanner has not answered yet; the content cannot be read. */
    SCANNING,
    /** The virus scanner found malware; the content is deleted. */
    INFECTED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DocumentStatus ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
