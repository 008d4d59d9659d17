package dev.enlist.notifications;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Sends messages to the configured mail server, if there is one. */
@Component
class SmtpClient {

    private static final Logger log = LoggerFactory.getLogger(SmtpClient.class);

    private static final int SERVICE_CLOSES = 421;
    private static final int PERMANENT_FAILURE = 500;

    private final ObjectProvider<JavaMailSenderImpl> sender;
    private final MailProperties properties;

    SmtpClient(ObjectProvider<JavaMailSenderImpl> sender, MailProperties properties) {
        this.sender = sender;
        this.properties = properties;
    }

    boolean isConfigured() {
        String from = properties.from();
        return from != null && !from.isBlank() && sender.getIfAvailable() != null;
    }

    Session session() {
        return sender.getObject().getSession();
    }

    /** Returns a connection for a batch of messages. The caller closes it. */
    Connection open() {
        return new Connection();
    }

    /**
     * A connection that opens with the first message. After it failed once, every further message is answered as
     * unreachable.
     */
    final class Connection implements AutoCloseable {

        private Transport transport;
        private String broken;

        @SuppressWarnings("NullAway.Init")
        private Connection() {}

        SendResult send(MimeMessage message) {
            if (broken != null) {
                return SendResult.unreachable(broken);
            }
            try {
                connect();
                transport.sendMessage(message, message.getAllRecipients());
                return SendResult.SENT;
            } catch (AuthenticationFailedException e) {
                return disconnectAfter("sign-in-refused", e);
            } catch (SendFailedException e) {
                return answered(e);
            } catch (MessagingException e) {
                return disconnectAfter("mail-server-unreachable", e);
            }
        }

        private void connect() throws MessagingException {
            if (transport == null) {
                JavaMailSenderImpl server = sender.getObject();
                Transport fresh = server.getSession().getTransport(protocol(server));
                fresh.connect(server.getHost(), server.getPort(), server.getUsername(), server.getPassword());
                transport = fresh;
            }
        }

        private SendResult disconnectAfter(String problem, MessagingException e) {
            broken = problem;
            // only the class: the server's text may contain an address
            log.warn("The mail server cannot be used ({}): {}", problem, cause(e));
            return SendResult.unreachable(problem);
        }

        /** Maps the server's reply to this message: 4xx is temporary, 5xx is permanent. */
        private SendResult answered(SendFailedException e) {
            Address[] taken = e.getValidSentAddresses();
            if (taken != null && taken.length > 0) {
                return new SendResult(SendResult.Kind.SENT, "some-addresses-refused");
            }
            int code = PERMANENT_FAILURE;
            String what = "message";
            for (Exception next = e; next != null; next = next(next)) {
                if (next instanceof SMTPAddressFailedException address) {
                    code = address.getReturnCode();
                    what = "address";
                } else if (next instanceof SMTPSenderFailedException ofSender) {
                    // the configuration is wrong, not the message
                    log.warn("The mail server rejected the sender address; check ENLIST_MAIL_FROM");
                    return ofSender.getReturnCode() == SERVICE_CLOSES
                            ? disconnectAfter("mail-server-unreachable", e)
                            : SendResult.deferred("sender-refused");
                } else if (next instanceof SMTPSendFailedException ofMessage) {
                    code = ofMessage.getReturnCode();
                }
            }
            if (code == SERVICE_CLOSES || code < 0) {
                return disconnectAfter("mail-server-unreachable", e);
            }
            return code >= PERMANENT_FAILURE
                    ? SendResult.refused(what + "-refused-" + code)
                    : SendResult.deferred(what + "-deferred-" + code);
        }

        private Exception next(Exception e) {
            return e instanceof MessagingException messaging ? messaging.getNextException() : null;
        }

        @Override
        public void close() {
            if (transport != null) {
                try {
                    transport.close();
                } catch (MessagingException e) {
                    log.debug("The mail server closed the connection before QUIT", e);
                }
            }
        }
    }

    private static String protocol(JavaMailSenderImpl server) {
        String protocol = server.getProtocol();
        return protocol == null ? JavaMailSenderImpl.DEFAULT_PROTOCOL : protocol;
    }

    private static String cause(MessagingException e) {
        return e.getClass().getSimpleName()
                + (e.getNextException() == null
                        ? ""
                        : ", " + e.getNextException().getClass().getSimpleName());
    }
}
