package dev.enlist.shared.access;

import dev.enlist.shared.Actor;

/** Where a second person is asked for: whether two actors are one person, who may work by keys as well. */
public interface SamePerson {

    /** Whether the two are one person, one key, or a key and the person who issued it, in the workspace in scope. */
    boolean isSame(Actor one, Actor other);
}
