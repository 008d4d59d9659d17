package dev.enlist.shared;

import java.util.Locale;

/**
 * Who did something: a member, a key, the rules, a process or the applicant. Written into every status change.
 *
 * @param id   id of the user or key, slug of the rule set, key of the process, id of the applicant's enrollment
 * @param name how people call it
 */
public record Actor(Type type, String id, String name) {

    /** Lower case on the wire. */
    public enum Type {
        USER,
        KEY,
        RULE,
        PROCESS,
        /** The applicant, on the public form or by the link to the status page. */
        APPLICANT;

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

    /**
     * The applicant of an enrollment. The name is no personal data, as actors are kept after an erasure.
     *
     * @param enrollmentId id of the enrollment; of the program instance before there is one
     */
    public static Actor applicant(String enrollmentId) {
        return new Actor(Type.APPLICANT, enrollmentId, "Applicant");
    }
}
