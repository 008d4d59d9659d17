package dev.enlist.support;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that records the messages that it accepts; a test decides which ones. */
@TestComponent
public class Postbox implements AutoCloseable {

    /** A received message and its first recipient. */
    public record Mail(String to, MimeMessage message) {

        public String header(String name) {
            try {
                String[] values = message.getHeader(name);
                return values == null ? "" : String.join("\n", values);
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        public String subject() {
            try {
                return message.getSubject();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        public String text() {
            return part(0);
        }

        public String html() {
            return part(1);
        }

        private String part(int number) {
            try {
                BodyPart part = ((Multipart) message.getContent()).getBodyPart(number);
                return ((String) part.getContent()).replace("\r\n", "\n");
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Answers a recipient with this code; 0 accepts it, and 1 closes the connection when the message is read. */
    public static final int TAKE = 0;

    public static final int CUT = 1;

    private final SMTPServer server;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final AtomicReference<Function<String, Integer>> reply = new AtomicReference<>(to -> TAKE);
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    public Postbox() {
        this.server =
                SMTPServer.port(0).messageHandlerFactory(RecordingHandler::new).build();
        server.start();
    }

    private final class RecordingHandler implements MessageHandler {

        private String to = "";

        RecordingHandler(MessageContext context) {}

        @Override
        public void from(String sender) {
            // any sender is accepted
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            tried.add(recipient);
            int code = reply.get().apply(recipient);
            if (code > CUT) {
                throw new RejectException(code, "no " + recipient);
            }
            to = to.isEmpty() ? recipient : to;
        }

        @Override
        public String data(InputStream data) throws IOException, RejectException {
            byte[] bytes = data.readAllBytes();
            if (reply.get().apply(to) == CUT) {
                throw new IOException("cut");
            }
            try {
                mails.add(new Mail(
                        to, new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes))));
            } catch (MessagingException e) {
                throw new IOException(e);
            }
            return "taken";
        }

        @Override
        public void done() {
            // each message has a handler of its own
        }
    }

    /** Sets the reply to each recipient. */
    public void answer(Function<String, Integer> answer) {
        reply.set(answer);
    }

    public List<Mail> to(String address) {
        return mails.stream().filter(mail -> mail.to().equals(address)).toList();
    }

    /** The number of attempts for an address. */
    public long tried(String address) {
        return tried.stream().filter(address::equals).count();
    }

    /** Sets how long the application waits for an answer; it waits for two seconds to begin with. */
    public void answerWithin(Duration limit) {
        sender.getJavaMailProperties().put("mail.smtp.timeout", String.valueOf(limit.toMillis()));
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** The mail sender of the application for this server, as Spring would create it from {@code spring.mail.host}. */
    @Bean
    JavaMailSenderImpl mailSender() {
        sender.setHost("127.0.0.1");
        sender.setPort(port());
        sender.getJavaMailProperties().put("mail.smtp.connectiontimeout", "2000");
        sender.getJavaMailProperties().put("mail.smtp.timeout", "2000");
        sender.getJavaMailProperties().put("mail.smtp.writetimeout", "2000");
        sender.getJavaMailProperties().put("mail.smtp.sendpartial", "true");
        return sender;
    }

    @Override
    public void close() {
        server.stop();
    }
}
