package dev.enlist.webhooks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures of deliveries. */
class SignatureTests {

    @Test
    void aReceiverWithEitherSecretAcceptsTheSignature() throws Exception {
        byte[] before = Signature.newSecret();
        byte[] after = Signature.newSecret();
        String body = "{\"id\": 1}";
        Instant now = Instant.now();

        Map<String, String> headers = WebhookMessageBuilder.headers(
                "c1",
                now,
                new WebhookMessageBuilder.Message(body.getBytes(StandardCharsets.UTF_8), null),
                List.of(after, before));

        Map<String, List<String>> received = new HashMap<>();
        headers.forEach((name, value) -> received.put(name, List.of(value)));
        for (byte[] secret : List.of(before, after)) {
            new Webhook(Signature.wire(secret)).verify(body, HttpHeaders.of(received, (n, v) -> true));
        }
        assertThatThrownBy(() -> new Webhook(Signature.wire(Signature.newSecret()))
                        .verify(body, HttpHeaders.of(received, (n, v) -> true)))
                .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
    }
}
