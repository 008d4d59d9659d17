package dev.enlist.process;

import dev.enlist.support.Api;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Submissions per second without a pool, with one shared pool, with three pools together, and refused by a full pool;
 * interleaved, so that all run under the same conditions. Start Enlist, then run the main method with: its url, a key,
 * submissions per round (default 400), clients (default 16), rounds (default 5).
 */
final class CapacityBenchmark {

    private CapacityBenchmark() {}

    public static void main(String[] args) {
        int count = args.length > 2 ? Integer.parseInt(args[2]) : 400;
        int clients = args.length > 3 ? Integer.parseInt(args[3]) : 16;
        int rounds = args.length > 4 ? Integer.parseInt(args[4]) : 5;
        World world = new World(new WorkspaceRef("", ""), new Api(args[0], args[1]));
        Map<String, String> instances = new LinkedHashMap<>();
        instances.put("no pool", world.instance());
        instances.put("one pool", limited(world, 1_000_000));
        String three = limited(world, 1_000_000);
        for (String segment :
                List.of("{\"by\": \"state\", \"value\": \"NY\"}", "{\"by\": \"tag\", \"value\": \"tag1\"}")) {
            world.api()
                    .post(
                            "/programInstances/" + three + "/capacity/segments",
                            "{\"segment\": " + segment
                                    + ", \"capacity\": {\"pricingModel\": \"seats\", \"committedSeats\": 1000000}}")
                    .created();
        }
        instances.put("three pools", three);
        instances.put("refused", limited(world, 0));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, String> instance : instances.entrySet()) {
                double rate = rate(world, instance.getValue(), count, clients);
                // the first round is a warm-up
                if (round > 0) {
                    rates.computeIfAbsent(instance.getKey(), kind -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        rates.forEach((kind, found) -> System.out.printf(
                Locale.ROOT,
                "%-12s median %.0f per second of %s%n",
                kind,
                found.stream().sorted().toList().get(found.size() / 2),
                Arrays.toString(found.stream().mapToLong(Math::round).toArray())));
    }

    private static String limited(World world, int seats) {
        return world.instance(
                world.program(),
                i -> i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", seats));
    }

    private static double rate(World world, String instance, int count, int clients) {
        List<String> people = IntStream.range(0, count)
                .parallel()
                .mapToObj(person -> world.eligibleEnrollment(instance))
                .toList();
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        Together.at(clients, client -> {
            int person = next.getAndIncrement();
            while (person < people.size()) {
                Reply reply = world.api().post("/enrollments/" + people.get(person) + "/submit", Json.object("{}"));
                if (reply.status() != 200 && reply.status() != 409) {
                    throw new IllegalStateException(reply.text());
                }
                person = next.getAndIncrement();
            }
            return client;
        });
        return count / ((System.nanoTime() - began) / 1e9);
    }
}
