package dev.enlist.graphql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, as a Relay connection. The cursor of a node is its id, because lists are ordered by id. */
public record NodeConnection<T extends IdentifiedNode>(List<Edge<T>> edges, PageInfo pageInfo) {

    public record Edge<T>(String cursor, T node) {}

    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}

    /** @param found one node more than requested where there is a next page */
    static <T extends IdentifiedNode> NodeConnection<T> of(List<T> found, int first) {
        List<Edge<T>> edges = found.stream()
                .limit(first)
                .map(node -> new Edge<>(node.id(), node))
                .toList();
        boolean empty = edges.isEmpty();
        return new NodeConnection<>(
                edges,
                new PageInfo(
                        found.size() > first,
                        false,
                        empty ? null : edges.get(0).cursor(),
                        empty ? null : edges.get(edges.size() - 1).cursor()));
    }

    public List<T> nodes() {
        return edges.stream().map(Edge::node).toList();
    }
}
