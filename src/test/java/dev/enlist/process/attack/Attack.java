package dev.enlist.process.attack;

/** One attack: a name and an attempt. The attempt returns which barrier refused it, and fails where none did. */
record Attack(String group, String name, Attempt attempt) {

    /** The barrier that stopped an attack, from the outermost to the innermost. */
    enum Wall {
        EDGE("HTTP edge"),
        CHAIN("security chain"),
        API("API"),
        AUTHORIZATION("engine authorization"),
        PARSE("parse"),
        RUN("run"),
        /** Not refused, but without any effect. */
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
