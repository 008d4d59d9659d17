package dev.enlist.capacity;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/**
 * A consumption left less than one unit in a pool. Published within its transaction, once for each time that happens:
 * again only after units were released or added, and then taken.
 *
 * @param ownerId           of the instance or campaign, also where the pool is that of a segment
 * @param programInstanceId the instance of the enrollment that took the last unit
 */
public record CapacityPoolFull(
        String poolId, PoolOwner.Kind ownerKind, String ownerId, String programInstanceId, Instant at)
        implements DomainEvent {}
