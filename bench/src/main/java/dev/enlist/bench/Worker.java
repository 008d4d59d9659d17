package dev.enlist.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that works through orders on its standard input and answers a rate to each. */
final class Worker implements AutoCloseable {

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    Worker(Path logs, String name, List<String> command) {
        try {
            List<String> line = new ArrayList<>(
                    List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
            line.addAll(command);
            process = new ProcessBuilder(line)
                    .redirectError(logs.resolve(name + ".log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it does in a second, while it does so. */
    double rate(String order) {
        try {
            orders.write(order);
            orders.newLine();
            orders.flush();
            String line;
            while ((line = answers.readLine()) != null) {
                if (line.startsWith("rate ")) {
                    return Double.parseDouble(line.substring(5));
                }
            }
            throw new IllegalStateException("it ended instead of working: " + order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        orders.close();
        process.onExit().join();
    }
}
