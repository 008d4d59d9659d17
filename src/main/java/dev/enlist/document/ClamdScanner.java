package dev.enlist.document;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends content to {@code clamd} with the command INSTREAM: pieces with their length, then a length of 0. */
final class ClamdScanner implements VirusScanner {

    private static final Logger log = LoggerFactory.getLogger(ClamdScanner.class);

    private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = "zPING\0".getBytes(StandardCharsets.US_ASCII);

    /** Milliseconds that a person waits for the state of the scanner. */
    private static final int PING_MILLIS = 2_000;

    private static final int PIECE = 65_536;
    private static final int MAX_ANSWER = 4_096;

    private final String host;
    private final int port;
    private final int timeoutMillis;

    /** @param address {@code host:port} */
    ClamdScanner(String address, Duration timeout) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "enlist.documents.clamd is '" + address + "'; it must be host:port, such as clamd:3310");
        }
        this.host = address.substring(0, colon);
        this.port = Integer.parseInt(address.substring(colon + 1));
        this.timeoutMillis = (int) timeout.toMillis();
    }

    @Override
    public boolean isEnabled() {
        return true;
    }

    @Override
    public boolean isReachable() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PING_MILLIS);
            socket.setSoTimeout(PING_MILLIS);
            socket.getOutputStream().write(PING);
            return answer(socket.getInputStream()).equals("PONG");
        } catch (IOException e) {
            log.debug("The virus scanner does not answer", e);
            return false;
        }
    }

    @Override
    public boolean isClean(InputStream content) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), PIECE));
            out.write(COMMAND);
            byte[] piece = new byte[PIECE];
            for (int got = content.read(piece); got > 0; got = content.read(piece)) {
                out.writeInt(got);
                out.write(piece, 0, got);
            }
            out.writeInt(0);
            out.flush();
            return isClean(answer(socket.getInputStream()));
        }
    }

    /** {@code stream: OK} or {@code stream: <name> FOUND}; anything else is a failure of the scanner. */
    private static boolean isClean(String answer) throws IOException {
        if (answer.endsWith(" FOUND")) {
            return false;
        }
        if (answer.endsWith(": OK")) {
            return true;
        }
        throw new IOException("clamd answered '" + answer + "'");
    }

    private static String answer(InputStream in) throws IOException {
        byte[] bytes = new byte[MAX_ANSWER];
        int length = 0;
        int next = in.read();
        while (next > 0 && length < MAX_ANSWER) {
            bytes[length++] = (byte) next;
            next = in.read();
        }
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8).trim();
    }
}
