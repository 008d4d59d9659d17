package dev.enlist.bulk;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assigns each row of a file to a partition. Partitions are processed in parallel, and the result is the same each time:
 * the same row of several about one person is refused as the duplicate. Rows that share an e-mail, an id or a reference are
 * in one partition, in the order of the file. The last partition is processed after all others. It has the rows that share
 * keys with rows of different partitions, and the rows that identify their person in another way than the first row does.
 *
 * <p>Uses 9 bytes of memory per key, and stores at most {@value #MAX_KEYS} keys (72 MB). Further rows with new keys go into
 * the last partition.
 */
final class RowPartitioner {

    private static final int MAX_KEYS = 1 << 22;

    private final int parallel;
    private long[] keys = new long[1 << 12];
    private byte[] partitions = new byte[1 << 12];
    private int size;
    private @Nullable String kind;

    /** @param parallel number of partitions besides the last one, at most 126 */
    RowPartitioner(int parallel) {
        this.parallel = parallel;
    }

    /** The number of the partition that is processed after all others. */
    int last() {
        return parallel;
    }

    /**
     * @param rowKind member by which the row identifies its person, such as {@code email}; null if it has none
     * @param rowKeys keys that rows about the same person or application share
     * @return number of the partition, from 0 to {@link #last}
     */
    int partition(@Nullable String rowKind, List<String> rowKeys) {
        if (rowKind == null || rowKeys.isEmpty()) {
            // the row is refused when it is processed
            return 0;
        }
        if (kind == null) {
            kind = rowKind;
        }
        long[] hashes = rowKeys.stream().mapToLong(RowPartitioner::hash).toArray();
        int partition = kind.equals(rowKind) ? common(hashes) : last();
        if (partition < 0) {
            partition = size + hashes.length > MAX_KEYS ? last() : (int) Math.floorMod(hashes[0], (long) parallel);
        }
        for (long hash : hashes) {
            put(hash, partition);
        }
        return partition;
    }

    /** The partition of earlier rows with any of these keys; the last one if they are in several; -1 if there are none. */
    private int common(long[] hashes) {
        int common = -1;
        for (long hash : hashes) {
            int place = place(hash);
            if (keys[place] != 0) {
                common = common < 0 || common == partitions[place] ? partitions[place] : last();
            }
        }
        return common;
    }

    private void put(long hash, int partition) {
        int place = place(hash);
        if (keys[place] == 0) {
            if (size >= MAX_KEYS) {
                return;
            }
            size++;
            keys[place] = hash;
            partitions[place] = (byte) partition;
            if (size * 2 > keys.length) {
                grow();
            }
        } else {
            partitions[place] = (byte) partition;
        }
    }

    private void grow() {
        long[] before = keys;
        byte[] partitionsBefore = partitions;
        keys = new long[before.length * 2];
        partitions = new byte[before.length * 2];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int place = place(before[i]);
                keys[place] = before[i];
                partitions[place] = partitionsBefore[i];
            }
        }
        Arrays.fill(before, 0);
    }

    private int place(long hash) {
        int mask = keys.length - 1;
        int place = (int) (hash ^ hash >>> 32) & mask;
        while (keys[place] != 0 && keys[place] != hash) {
            place = place + 1 & mask;
        }
        return place;
    }

    /** FNV-1a of 64 bits, mixed. Two keys with the same hash share a partition. Never 0, which marks a free slot. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
