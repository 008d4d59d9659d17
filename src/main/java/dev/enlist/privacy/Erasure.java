package dev.enlist.privacy;

import java.time.Instant;

/** The record that a person was erased. */
public record Erasure(Instant at, ErasureReason reason) {}
