package dev.enlist.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.template.Notifications.Text;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Values that users enter never become a header or markup. */
class EmailMessageTests {

    private static final String EVIL = "Nora\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>\u2028x\u0000";
    private static final Session SESSION = Session.getInstance(new Properties());

    private final EmailRenderer renderer = new EmailRenderer();

    @Test
    void lineBreaksInValuesAddNoHeader() throws Exception {
        MimeMessage message = read(message(EVIL, "\"><img src=x onerror=alert(1)>", List.of("nora@example.com")));

        assertThat(Collections.list(message.getAllHeaders()).stream().map(jakarta.mail.Header::getName))
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "Auto-Submitted",
                        "List-Unsubscribe",
                        "List-Unsubscribe-Post");
        assertThat(message.getSubject()).doesNotContain("\r", "\n", "\u2028").contains("Bcc: all@example.com");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getHeader("Message-ID")).containsExactly("<c1@enlist.example>");
    }

    @Test
    void valuesAreEscapedInHtml() {
        EmailRenderer.RenderedEmail rendered = render(EVIL, "javascript:alert(1)");

        assertThat(rendered.html()).doesNotContain("<script>", "javascript:").contains("&lt;script&gt;");
        assertThat(render("x", "https://example.com/\"><script>").html()).doesNotContain("<script>");
        assertThat(render("x", "https://example.com/logo.png").html()).contains("https://example.com/logo.png");
    }

    @Test
    void invalidAddressesAreSkipped() throws Exception {
        MimeMessage message = read(message("x", null, List.of("a@example.com\r\nBcc: b@example.com", "c@example.com")));

        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("c@example.com");
        assertThatThrownBy(() -> message("x", null, List.of("not-an-address"))).isInstanceOf(MessagingException.class);
    }

    private EmailRenderer.RenderedEmail render(String name, String logo) {
        Map<String, String> values = Map.of("firstName", name, "programName", name, "organizationName", name);
        EmailContent content = new EmailContent(
                new MessageType(Audience.APPLICANT, "eligible"),
                MessageLanguage.ENGLISH,
                values,
                new EmailBranding(null, null, logo, null),
                "https://enlist.example/unsubscribe/x");
        return renderer.render(new Text("For {{firstName}}", "{{firstName}}\n\n{{{firstName}}}"), content);
    }

    private EmailMessage message(String name, String logo, List<String> to) throws MessagingException {
        return EmailMessage.of(
                SESSION,
                "c1",
                Instant.EPOCH,
                "programs@enlist.example",
                name,
                to,
                null,
                render(name, logo),
                "https://enlist.example/unsubscribe/x");
    }

    private static MimeMessage read(EmailMessage message) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        String headers = bytes.toString(StandardCharsets.US_ASCII).split("\r\n\r\n", 2)[0];
        assertThat(headers).doesNotContain("\nBcc:").contains("\r\nSubject:");
        return new MimeMessage(SESSION, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
