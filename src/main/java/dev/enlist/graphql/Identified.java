package dev.enlist.graphql;

/** A thing of the graph that has an id. */
public interface Identified {

    String id();
}
