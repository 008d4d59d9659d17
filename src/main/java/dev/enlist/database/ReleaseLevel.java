package dev.enlist.database;

/**
 * The forms of stored data that a node understands, as a number that a release raises where it begins to write a form that
 * nodes of the release before cannot read. Each session with the database carries it at the end of its
 * {@code application_name}, so that a node sees the levels of all nodes in {@code pg_stat_activity}. Sessions of releases
 * before this one carry none, which is the level 0 (decision 146).
 */
public final class ReleaseLevel {

    /** A test holds the models to it: a model that changes needs the next level. */
    public static final int CURRENT = 1;

    /** Run on each new connection. PostgreSQL keeps 63 characters of a name. */
    public static final String MARK_SESSION =
            "select set_config('application_name', left(current_setting('application_name'), 50) || '/level-" + CURRENT
                    + "', false)";

    private ReleaseLevel() {}
}
