package dev.enlist.database;

/** A node does not start on a database whose data a later release has begun to write in forms of its own. */
public class LaterRelease extends RuntimeException {

    public LaterRelease(String message) {
        super(message);
    }
}
