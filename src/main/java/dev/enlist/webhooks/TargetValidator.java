package dev.enlist.webhooks;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Restricts webhooks to public internet addresses, so that no request reaches the internal network under any name.
 * Validates the URL when a webhook is created, to report the error, and the addresses again at each connection, because
 * DNS may have changed.
 */
@Component
class TargetValidator {

    static final int MAX_LENGTH = 2000;

    private static final int MAX_PORT = 65_535;
    private static final Pattern PLAIN_V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    /** The last part of an IPv4 address in an unusual notation: 2130706433, 0x7f.1, 0177.0.0.1. */
    private static final Pattern NUMERIC = Pattern.compile("(?:.*\\.)?(?:0x[0-9a-f]*|\\d+)\\.?");

    /** Resolves a host to its addresses. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final boolean allowPrivate;
    private final Resolver resolver;

    @Autowired
    TargetValidator(WebhookProperties properties) {
        this(properties.allowPrivate(), InetAddress::getAllByName);
    }

    TargetValidator(boolean allowPrivate, Resolver resolver) {
        this.allowPrivate = allowPrivate;
        this.resolver = resolver;
    }

    /** Returns what is wrong with a target URL; empty if it is valid. */
    Optional<String> fault(String url) {
        Optional<String> fault = faultOfForm(url);
        if (fault.isPresent() || allowPrivate) {
            return fault;
        }
        try {
            addresses(host(URI.create(url)));
            return Optional.empty();
        } catch (NotPublic e) {
            return Optional.of("must lead to a public address");
        } catch (UnknownHostException e) {
            return Optional.of("names a host that cannot be found");
        }
    }

    private Optional<String> faultOfForm(String url) {
        if (url.length() > MAX_LENGTH) {
            return Optional.of("has more than " + MAX_LENGTH + " characters");
        }
        URI target;
        try {
            target = new URI(url);
        } catch (URISyntaxException | NumberFormatException e) {
            // the JDK parses an IPv4 address within an IPv6 address with Integer.parseInt
            return Optional.of("is no URL");
        }
        String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowPrivate && scheme.equals("http"))) {
            return Optional.of("must begin with https://");
        }
        if (target.getHost() == null || target.getPort() == 0 || target.getPort() > MAX_PORT) {
            return Optional.of("must name a host, and no port or one from 1 to " + MAX_PORT);
        }
        if (target.getRawUserInfo() != null) {
            return Optional.of("must not carry a user name or password");
        }
        if (target.getRawFragment() != null) {
            return Optional.of("must not have a fragment");
        }
        String host = host(target).toLowerCase(Locale.ROOT);
        if (!host.contains(":")
                && NUMERIC.matcher(host).matches()
                && !PLAIN_V4.matcher(host).matches()) {
            return Optional.of("must write an address as four decimal numbers");
        }
        return Optional.empty();
    }

    /**
     * Returns the addresses to connect to. All must be public: a mix of public and private addresses would open a way
     * into the internal network.
     *
     * @throws NotPublic if one is not public
     */
    InetAddress[] addresses(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        if (!allowPrivate && !Arrays.stream(addresses).allMatch(PublicAddressPolicy::isPublic)) {
            throw new NotPublic();
        }
        return addresses;
    }

    private static String host(URI target) {
        String host = target.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The host has an address that is not public. */
    static class NotPublic extends UnknownHostException {

        NotPublic() {
            super("The host has an address that is not public.");
        }
    }
}
