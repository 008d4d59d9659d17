package dev.enlist.shared;

import java.util.Locale;

/**
 * Who did something: a person, a key, the rules or a process. Written into every status change.
 *
 * @param id   id of the user or key, slug of the rule set, key of the process
 * @param name how people call it
 */
public record Actor(Type type, String id, String name) {

    /** Lower case on the wire. */
    public enum Type {
        USER,
        KEY,
        RULE,
        PROCESS;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Type ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    public static Actor user(String id, String name) {
        return new Actor(Type.USER, id, name);
    }

    public static Actor key(String id, String name) {
        return new Actor(Type.KEY, id, name);
    }

    public static Actor rule(String slug, int version) {
        return new Actor(Type.RULE, slug, slug + " version " + version);
    }

    public static Actor process(String key, String name) {
        return new Actor(Type.PROCESS, key, name);
    }
}
