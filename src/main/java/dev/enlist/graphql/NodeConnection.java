package dev.enlist.graphql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a list, as Relay has it. The cursor of a node is its id, since lists are walked in the order of ids. */
public record NodeConnection<T extends IdentifiedNode>(List<Edge<T>> edges, PageInfo pageInfo) {

    public record Edge<T>(String cursor, T node) {}

    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}

    /** @param found one more than were asked for, where there are more */
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
