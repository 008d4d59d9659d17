package dev.enlist.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a node. Forwards each request, and for a share of the answers closes the connection when the
 * first byte arrives: the node has done its work, and the client does not learn of it.
 */
final class ReplyCutter implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final ServerSocket server;
    private final URI target;
    private final double share;
    private final Random random = new Random(Long.getLong("resilience.seed", System.nanoTime()));
    private final AtomicInteger cuts = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param share of answers that are cut, from 0 to 1 */
    ReplyCutter(String target, double share) {
        try {
            this.target = URI.create(target);
            this.share = share;
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket node = new Socket(target.getHost(), target.getPort());
                threads.submit(() -> forward(client, node));
                threads.submit(() -> answer(node, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void forward(Socket client, Socket node) {
        try (node) {
            InputStream in = client.getInputStream();
            OutputStream out = node.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // by the other side; both sockets are closed then
        }
    }

    private void answer(Socket node, Socket client) {
        try (client) {
            InputStream in = node.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                synchronized (random) {
                    if (random.nextDouble() < share) {
                        cuts.incrementAndGet();
                        return;
                    }
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // by the other side; both sockets are closed then
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
