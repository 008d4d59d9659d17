package dev.enlist.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.enlist.fuzz.FuzzBudget;
import dev.enlist.fuzz.ValueGenerator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs are accepted as targets, and which would reach the internal network. */
class TargetValidatorTests {

    private final TargetValidator strict = new TargetValidator(false, TargetValidatorTests::resolve);

    /** Literal addresses resolve to themselves; names resolve as listed here. */
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "public.example.com" -> addresses("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c");
            case "private.example.com" -> addresses("10.1.2.3");
            case "both.example.com" -> addresses("93.184.215.14", "127.0.0.1");
            case "missing.example.com" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://public.example.com/hook",
                "https://public.example.com:8443/hook?a=b",
                "HTTPS://public.example.com",
                "https://93.184.215.14/",
                "https://172.32.0.1/",
                "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
            })
    void publicAddressesAreAccepted(String url) {
        assertThat(strict.fault(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://127.255.255.254/",
                "https://localhost/",
                "https://0.0.0.0/",
                "https://0.1.2.3/",
                "https://10.0.0.1/",
                "https://100.64.0.1/",
                "https://100.127.255.255/",
                "https://169.254.169.254/latest/meta-data/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.0.0.8/",
                "https://192.168.1.1/",
                "https://198.18.0.1/",
                "https://224.0.0.1/",
                "https://239.255.255.255/",
                "https://255.255.255.255/",
                "https://[::]/",
                "https://[::1]/",
                "https://[fc00::1]/",
                "https://[fd12:3456::1]/",
                "https://[fe80::1]/",
                "https://[ff02::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b:1::1]/",
                "https://[2002:7f00:1::]/",
                "https://[2001:0:1::1]/",
                "https://[2001:db8::1]/",
                "https://private.example.com/",
                "https://both.example.com/",
            })
    void otherAddressesAreRefused(String url) {
        assertThat(strict.fault(url)).contains("must lead to a public address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://1.2.3.04/",
                "https://[::1922233720368080.1.1.1]/",
            })
    void unusualNotationsOfAddressesAreRefused(String url) {
        // a host whose last part is a number is not a name; some URL parsers refuse it themselves
        assertThat(strict.fault(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://public.example.com/",
                "ftp://public.example.com/",
                "file:///etc/passwd",
                "gopher://public.example.com/",
                "//public.example.com/",
                "public.example.com",
                "https://",
                "https:///path",
                "https://user:password@public.example.com/",
                "https://public.example.com@127.0.0.1/",
                "https://public.example.com:0/",
                "https://public.example.com:65536/",
                "https://public.example.com/#fragment",
                "https://public.example.com/ x",
                "https://missing.example.com/",
            })
    void invalidTargetUrlsAreRefused(String url) {
        assertThat(strict.fault(url)).isPresent();
    }

    @Test
    void aUrlHasAMaximumLength() {
        assertThat(strict.fault("https://public.example.com/" + "x".repeat(TargetValidator.MAX_LENGTH)))
                .isPresent();
    }

    @Test
    void addressesAreValidatedAgainAtConnection() throws Exception {
        assertThat(strict.addresses("public.example.com")).hasSize(2);
        assertThatThrownBy(() -> strict.addresses("both.example.com")).isInstanceOf(TargetValidator.NotPublic.class);
        assertThatThrownBy(() -> strict.addresses("169.254.169.254")).isInstanceOf(TargetValidator.NotPublic.class);
    }

    @Test
    void developmentAllowsLocalTargets() throws Exception {
        TargetValidator lenient = new TargetValidator(true, TargetValidatorTests::resolve);

        assertThat(lenient.fault("http://localhost:8081/hook")).isEmpty();
        assertThat(lenient.addresses("localhost")).isNotEmpty();
        assertThat(lenient.fault("ftp://localhost/")).isPresent();
        assertThat(lenient.fault("http://user@localhost/")).isPresent();
    }

    /** Any text is a target or has a fault: no exception, and no address that is not public. */
    @Test
    void anyTextIsATargetOrHasAFault() {
        FuzzBudget budget = new FuzzBudget("webhook URLs", 20_000, 0.1);
        ValueGenerator values = new ValueGenerator(JsonNodeFactory.instance.objectNode(), budget.random(), List.of());
        Set<String> resolved = new HashSet<>();
        TargetValidator validator = new TargetValidator(false, host -> {
            resolved.add(host);
            return addresses("10.1.2.3");
        });
        while (budget.next()) {
            String url = values.url();
            assertThat(validator.fault(url))
                    .as("%s with -Dfuzz.seed=%s", url, budget.seed())
                    .isPresent();
        }
        assertThat(resolved).as("some are well-formed").contains("example.com");
    }
}
