package dev.enlist.privacy;

import java.time.Instant;

/** That somebody was erased. */
public record Erasure(Instant at, ErasureReason reason) {}
