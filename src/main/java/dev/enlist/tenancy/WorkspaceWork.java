package dev.enlist.tenancy;

/**
 * Work that lies in the tables of a workspace and is done in the background, chunk by chunk, by whichever node
 * comes by. A chunk is one transaction that locks what it takes and stores how far it got.
 */
public interface WorkspaceWork {

    /**
     * Does one chunk, within the scope of a workspace and outside any transaction.
     *
     * @return whether there may be more to do at once
     */
    boolean workOnNextChunk();
}
