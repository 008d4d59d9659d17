package dev.enlist.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Decides whether an IP address is public. Addresses that IANA registers for a special purpose are not, and neither are
 * IPv6 addresses that embed an IPv4 address.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6 special-purpose addresses</a>
 */
final class PublicAddressPolicy {

    private static final int V4_LENGTH = 4;

    private static final List<Block> NOT_PUBLIC_V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** The only range of public IPv6 addresses: it contains neither ::1, fc00::/7 and fe80::/10 nor 64:ff9b::/96. */
    private static final Block GLOBAL_V6 = block("2000::/3");

    private static final List<Block> NOT_PUBLIC_V6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private PublicAddressPolicy() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == V4_LENGTH) {
            return NOT_PUBLIC_V4.stream().noneMatch(block -> block.holds(bytes));
        }
        return GLOBAL_V6.holds(bytes) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.holds(bytes));
    }

    private static List<Block> blocks(String... names) {
        return Arrays.stream(names).map(PublicAddressPolicy::block).toList();
    }

    private static Block block(String name) {
        String[] parts = name.split("/");
        try {
            return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("A literal address needs no DNS lookup", e);
        }
    }

    /** A range of addresses with a common prefix. */
    private record Block(byte[] prefix, int bits) {

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
