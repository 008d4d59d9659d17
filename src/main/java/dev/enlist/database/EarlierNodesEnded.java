package dev.enlist.database;

/**
 * All nodes on this database are of this release or a later one, so that forms may be written which earlier ones cannot read.
 * Published once by each node, under the lock of deployments.
 *
 * @param seen whether this node has seen an earlier one
 */
public record EarlierNodesEnded(boolean seen) {}
