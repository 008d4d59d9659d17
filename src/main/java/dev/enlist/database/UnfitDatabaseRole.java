package dev.enlist.database;

/** Enlist does not start with a database role that row security would not bind, or that may not work. */
class UnfitDatabaseRole extends RuntimeException {

    private final String remedy;

    /** @param remedy SQL for a user with the necessary rights to run, or what to set instead */
    UnfitDatabaseRole(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
