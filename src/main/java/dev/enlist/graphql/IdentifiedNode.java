package dev.enlist.graphql;

/** A node of the graph that has an id. */
public interface IdentifiedNode {

    String id();
}
