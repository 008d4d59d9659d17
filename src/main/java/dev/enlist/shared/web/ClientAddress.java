package dev.enlist.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The address of a client for counting: an IPv4 address, or the first 64 bits of an IPv6 address, which a provider
 * assigns to one customer. Behind a proxy it is the forwarded address, if {@code server.forward-headers-strategy}
 * trusts the proxy.
 */
public final class ClientAddress {

    private static final int LONGEST = 64;

    private ClientAddress() {}

    public static String of(HttpServletRequest request) {
        return of(String.valueOf(request.getRemoteAddr()));
    }

    public static String of(String address) {
        if (address.length() > LONGEST) {
            return address.substring(0, LONGEST);
        }
        // a text with a colon is parsed without a DNS lookup
        return address.indexOf(':') < 0 ? address : network(address);
    }

    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4
                    ? InetAddress.getByAddress(bytes).getHostAddress()
                    : InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, 8), 16))
                                    .getHostAddress()
                            + "/64";
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
