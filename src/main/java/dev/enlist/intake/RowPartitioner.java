package dev.enlist.intake;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a lane for each row of a file, so that lanes can be processed in parallel and yet the same row is refused as a
 * duplicate each time. Rows that share an e-mail, an id or a reference are in one lane, in their order. A row that
 * connects rows of different lanes, or identifies its person in another way than the first row does, goes into the last
 * lane, which begins when all others have ended.
 *
 * <p>Remembers 9 bytes a key, and at most {@value #MOST_KEYS} keys (72 MB): rows after that go into the last lane.
 */
final class RowPartitioner {

    private static final int MOST_KEYS = 1 << 22;

    private final int parallel;
    private long[] keys = new long[1 << 12];
    private byte[] lanes = new byte[1 << 12];
    private int size;
    private @Nullable String kind;

    /** @param parallel number of lanes beside the last one, at most 126 */
    RowPartitioner(int parallel) {
        this.parallel = parallel;
    }

    /** The number of the lane that comes after all others. */
    int last() {
        return parallel;
    }

    /**
     * @param rowKind how the row identifies its person, such as {@code email}; null where it does not
     * @param rowKeys by which a row is found to be about the same person or application as another
     * @return from 0 to {@link #last}
     */
    int lane(@Nullable String rowKind, List<String> rowKeys) {
        if (rowKind == null || rowKeys.isEmpty()) {
            // refused when its turn comes
            return 0;
        }
        if (kind == null) {
            kind = rowKind;
        }
        long[] hashes = rowKeys.stream().mapToLong(RowPartitioner::hash).toArray();
        int lane = kind.equals(rowKind) ? common(hashes) : last();
        if (lane < 0) {
            lane = size + hashes.length > MOST_KEYS ? last() : (int) Math.floorMod(hashes[0], (long) parallel);
        }
        for (long hash : hashes) {
            put(hash, lane);
        }
        return lane;
    }

    /** The lane of the earlier rows with any of these keys; the last one where they differ; -1 where there are none. */
    private int common(long[] hashes) {
        int common = -1;
        for (long hash : hashes) {
            int place = place(hash);
            if (keys[place] != 0) {
                common = common < 0 || common == lanes[place] ? lanes[place] : last();
            }
        }
        return common;
    }

    private void put(long hash, int lane) {
        int place = place(hash);
        if (keys[place] == 0) {
            if (size >= MOST_KEYS) {
                return;
            }
            size++;
            keys[place] = hash;
            lanes[place] = (byte) lane;
            if (size * 2 > keys.length) {
                grow();
            }
        } else {
            lanes[place] = (byte) lane;
        }
    }

    private void grow() {
        long[] before = keys;
        byte[] lanesBefore = lanes;
        keys = new long[before.length * 2];
        lanes = new byte[before.length * 2];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int place = place(before[i]);
                keys[place] = before[i];
                lanes[place] = lanesBefore[i];
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

    /** FNV-1a of 64 bits, mixed; two keys of one hash only share a lane. Never 0, which marks a free place. */
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
