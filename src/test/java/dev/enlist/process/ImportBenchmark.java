package dev.enlist.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Imports;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Imports very many rows into the packaged application with a heap of 512 MB, and kills it meanwhile. Run the main
 * method with {@code -Denlist.jar=target/enlist.jar} and: a directory for the data, number of rows (default 1,000,000),
 * number of kills (default 10). One row in a thousand is invalid.
 */
final class ImportBenchmark {

    private static final int BAD_EVERY = 1_000;

    private ImportBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty(Node.OPTIONS, "");
        int rows = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        int kills = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        Path directory = Path.of(args[0]).toAbsolutePath();
        Map<String, String> environment =
                Map.of("ENLIST_DATA_DIR", directory.resolve("data").toString());
        Node node = Node.start(directory, "node-0", environment).untilReady();
        World world = new World(new WorkspaceRef("", ""), node.api());
        String instance = world.instance();
        long began = System.nanoTime();
        String id = upload(node, instance, rows);
        System.out.printf(Locale.ROOT, "%,d rows received in %.1f s%n", rows, (System.nanoTime() - began) / 1e9);
        JsonNode state = node.api().get("/imports/" + id).ok();
        for (int kill = 1; kill <= kills; kill++) {
            long beyond = (long) rows * kill / (kills + 1);
            while (state.path("processed").asLong() < beyond) {
                Thread.sleep(500);
                state = node.api().get("/imports/" + id).ok();
            }
            System.out.printf(
                    Locale.ROOT,
                    "kill %d at %,d, %.0f rows a second%n",
                    kill,
                    state.path("processed").asInt(),
                    state.path("ratePerSecond").asDouble());
            node.kill();
            node = Node.start(directory, "node-" + kill, environment).untilReady();
            state = node.api().get("/imports/" + id).ok();
        }
        while (state.path("status").asText().matches("queued|running")) {
            Thread.sleep(500);
            state = node.api().get("/imports/" + id).ok();
        }
        JsonNode list = node.api()
                .get("/programInstances/" + instance + "/enrollments?perPage=1")
                .ok();
        System.out.printf(
                Locale.ROOT,
                "%s in %.0f s: created %,d of %,d, refused %,d of %,d; %,d enrollments; errors %,d; consistent: %s%n",
                state.path("status").asText(),
                (System.nanoTime() - began) / 1e9,
                state.path("created").asInt(),
                rows - rows / BAD_EVERY,
                state.path("refused").asInt(),
                rows / BAD_EVERY,
                list.path("totalItems").asInt(),
                new Imports(node.api()).errors(state).lines().count() - 1,
                new World(new WorkspaceRef("", ""), node.api()).isConsistent());
        node.close();
    }

    /** Generates the upload while it is sent: the file never exists as a whole. */
    private static String upload(Node node, String instance, int rows) throws IOException, InterruptedException {
        PipedInputStream file = new PipedInputStream(1 << 16);
        PipedOutputStream out = new PipedOutputStream(file);
        Thread writer = new Thread(() -> {
            try (out) {
                out.write("firstName,lastName,email,state,zip,make,metadata.monthlyKwh\n"
                        .getBytes(StandardCharsets.UTF_8));
                for (int row = 0; row < rows; row++) {
                    String email = row % BAD_EVERY == 7 ? "not-an-email" : "person" + row + "@example.com";
                    String place = row % 4 == 0 ? "CA,90012" : "NY," + (10001 + row % 900);
                    out.write(("Nora,Field" + row + "," + email + "," + place + ",tesla|enphase," + (300 + row % 700)
                                    + "\n")
                            .getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(node.url() + "/programInstances/" + instance + "/imports"))
                .header("Authorization", "Bearer " + Node.KEY)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> file))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        writer.join();
        return dev.enlist.support.Json.read(answer.body()).path("id").asText();
    }
}
