package dev.enlist.graphql;

/** A thing of the graph that has an id. */
public interface IdentifiedNode {

    String id();
}
