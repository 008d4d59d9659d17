package dev.enlist.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that send one request after the other, as fast as they are answered. */
final class Load {

    /** @param headers beside the content type */
    record Request(String method, String url, Map<String, String> headers, String contentType, byte[] body) {

        static Request post(String url, Map<String, String> headers, String json) {
            return new Request("POST", url, headers, "application/json", json.getBytes(StandardCharsets.UTF_8));
        }

        static Request get(String url, Map<String, String> headers) {
            return new Request("GET", url, headers, "application/json", null);
        }
    }

    record Answer(int status, String body) {}

    /** @param millis of each request, sorted */
    record Result(int count, double seconds, double[] millis) {

        double perSecond() {
            return count / seconds;
        }

        double percentile(double share) {
            return millis.length == 0 ? 0 : millis[(int) Math.min(millis.length - 1, Math.ceil(share * millis.length))];
        }
    }

    static {
        System.setProperty("http.maxConnections", "640");
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private Load() {}

    /** For so long. */
    static Result during(int clients, double seconds, Supplier<Request> requests) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return run(clients, () -> System.nanoTime() < end ? requests.get() : null, body -> {});
    }

    /** These, each once; what is answered goes to the one who listens, from any thread. */
    static Result each(int clients, List<Request> requests, Consumer<String> bodies) {
        Iterator<Request> rest = requests.iterator();
        return run(
                clients,
                () -> {
                    synchronized (rest) {
                        return rest.hasNext() ? rest.next() : null;
                    }
                },
                bodies);
    }

    /** One client, as long as there are requests. */
    static Result one(Supplier<Request> requests) {
        return run(1, requests, body -> {});
    }

    private static Result run(int clients, Supplier<Request> requests, Consumer<String> bodies) {
        return Clients.run(Executors.newFixedThreadPool(clients), pool -> {
            long began = System.nanoTime();
            Callable<double[]> client = () -> {
                double[] times = new double[1024];
                int count = 0;
                Request request;
                while ((request = requests.get()) != null) {
                    long sent = System.nanoTime();
                    Answer answer = send(request);
                    if (answer.status() >= 300) {
                        throw new IllegalStateException(
                                request.url() + " answered " + answer.status() + ": " + answer.body());
                    }
                    bodies.accept(answer.body());
                    if (count == times.length) {
                        times = Arrays.copyOf(times, count * 2);
                    }
                    times[count++] = (System.nanoTime() - sent) / 1e6;
                }
                return Arrays.copyOf(times, count);
            };
            List<Future<double[]>> running = new ArrayList<>();
            IntStream.range(0, clients).forEach(i -> running.add(pool.submit(client)));
            List<double[]> times = new ArrayList<>();
            for (Future<double[]> future : running) {
                times.add(future.get());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double[] all = times.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
            return new Result(all.length, seconds, all);
        });
    }

    static Answer send(Request request) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(request.url()).toURL().openConnection();
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(120_000);
        connection.setRequestMethod(request.method());
        request.headers().forEach(connection::setRequestProperty);
        if (request.body() != null) {
            connection.setRequestProperty("Content-Type", request.contentType());
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(request.body().length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(request.body());
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
