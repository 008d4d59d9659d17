package dev.enlist.shared.privacy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a room holds about people. Every room that stores something personal offers one as a bean; its {@code
 * @Order} says when it erases, those first to which nothing refers. A test holds the tables named here
 * against those of the database.
 */
public interface PersonalDataSource {

    /** Name of its part of the document, such as {@code enrollments}. */
    String section();

    /** The tables for which it answers: columns about people are in no other. */
    Set<String> tables();

    /** Adds by what else the person is known here. Asked again until nobody knows more. */
    default Person widen(Person known) {
        return known;
    }

    /** Everything held about the person: records or maps that become JSON. */
    List<?> export(Person person);

    /** Ids of what the person takes part in at present, and should end before it is erased. */
    default List<String> active(Person person) {
        return List.of();
    }

    /**
     * Erases all of it, within the transaction that runs.
     *
     * @return how many things, by what they are called; empty where there was nothing
     */
    Map<String, Integer> erase(Person person);
}
