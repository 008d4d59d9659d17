package dev.enlist.process.attack;

/** One attempt: a name, and what is done. It answers who refused it; it fails where nobody did. */
record Attack(String group, String name, Attempt attempt) {

    /** What stopped an attempt, from the outside to the inside. */
    enum Wall {
        EDGE("HTTP edge"),
        CHAIN("security chain"),
        API("API"),
        AUTHORIZATION("engine authorization"),
        PARSE("parse"),
        RUN("run"),
        /** Nothing refused it, and nothing came of it. */
        HARMLESS("harmless");

        final String title;

        Wall(String title) {
            this.title = title;
        }
    }

    @FunctionalInterface
    interface Attempt {
        Wall on(Ground ground) throws Exception;
    }

    @Override
    public String toString() {
        return group + ": " + name;
    }
}
