package dev.enlist.shared;

/**
 * Makes links that people can follow. They begin with {@code enlist.public-url}; where that is not set, with the host
 * that a trusted proxy or a browser on this machine names; else they begin with the path, as any other host could be
 * an attacker's.
 */
public interface PublicLinks {

    /** Whether links are absolute, independent of the current request. */
    boolean isConfigured();

    /** @param path begins with a slash */
    String to(String path);
}
