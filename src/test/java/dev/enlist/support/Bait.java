package dev.enlist.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that counts the connections it accepts and never answers one, and a file with a text of its own: used to
 * show that references in a document are neither opened nor awaited.
 */
public final class Bait implements AutoCloseable {

    /** Occurs in the file and nowhere else. */
    public static final String SECRET = "canary-7f3a91";

    private final ServerSocket server;
    private final Path file;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> held = new ArrayList<>();

    public Bait() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            file = Files.createTempFile("bait", ".xsd");
            Files.writeString(file, SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "bait");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.incrementAndGet();
                synchronized (held) {
                    held.add(connection);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A URL whose server accepts connections and never answers. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/x.xsd";
    }

    public String file() {
        return file.toUri().toString();
    }

    /** The number of connections so far. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            server.close();
            synchronized (held) {
                for (Socket connection : held) {
                    connection.close();
                }
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
