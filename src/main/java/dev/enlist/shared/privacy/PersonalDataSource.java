package dev.enlist.shared.privacy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The personal data of a module. Each module that stores personal data provides one as a bean. Its {@code @Order} is
 * the order of erasure: data without references to it comes first. A test compares the tables named here with those of
 * the database.
 */
public interface PersonalDataSource {

    /** Name of its part of the document, such as {@code enrollments}. */
    String section();

    /** The tables for which it answers: columns about people are in no other. */
    Set<String> tables();

    /** Adds further identifiers of the person. Called again until no source adds any. */
    default PersonIdentifiers widen(PersonIdentifiers known) {
        return known;
    }

    /** Everything held about the person: records or maps that become JSON. */
    List<?> export(PersonIdentifiers person);

    /** Ids of what the person takes part in at present, and should end before it is erased. */
    default List<String> active(PersonIdentifiers person) {
        return List.of();
    }

    /**
     * Erases all of it, within the transaction that runs.
     *
     * @return how many things, by what they are called; empty where there was nothing
     */
    Map<String, Integer> erase(PersonIdentifiers person);
}
