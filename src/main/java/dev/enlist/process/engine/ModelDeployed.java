package dev.enlist.process.engine;

/** A running node made its version of a model the newest one. */
public record ModelDeployed(String key) {}
