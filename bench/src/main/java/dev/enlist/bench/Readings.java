package dev.enlist.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times of requests that read, by one client. */
final class Readings {

    /** All requests in turn, so many times: what else the machine does for a moment then concerns no one of them alone. */
    private static final int SWEEPS = 10;

    private static final int REPEATS = 6;

    /** So many of each count, for each server. */
    static final int COUNT = SWEEPS * REPEATS;

    /** As many before the many as before the few: neither pays for what the JVM learns, or forgot in between. */
    private static final int WARM_UPS = 3;

    private Readings() {}

    /** Median milliseconds of each request after some rounds that do not count. */
    static Map<String, Double> medians(Map<String, Load.Request> requests) {
        return medians(List.of(requests)).get(0);
    }

    /**
     * The same of several servers in turns.
     *
     * @param servers the requests of each, with the same names in the same order
     */
    static List<Map<String, Double>> medians(List<Map<String, Load.Request>> servers) {
        for (int round = 0; round < WARM_UPS; round++) {
            times(servers);
        }
        return times(servers).stream().map(Readings::medianOfEach).toList();
    }

    private static List<Map<String, double[]>> times(List<Map<String, Load.Request>> servers) {
        List<Map<String, double[]>> millis = servers.stream()
                .map(requests -> {
                    Map<String, double[]> times = new LinkedHashMap<>();
                    requests.keySet().forEach(name -> times.put(name, new double[COUNT]));
                    return times;
                })
                .toList();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            int first = sweep * REPEATS;
            for (String name : servers.get(0).keySet()) {
                for (int server = 0; server < servers.size(); server++) {
                    Load.Request request = servers.get(server).get(name);
                    Product.call(request);
                    for (int i = first; i < first + REPEATS; i++) {
                        long began = System.nanoTime();
                        Product.call(request);
                        millis.get(server).get(name)[i] = (System.nanoTime() - began) / 1e6;
                    }
                }
            }
        }
        return millis;
    }

    private static Map<String, Double> medianOfEach(Map<String, double[]> millis) {
        Map<String, Double> medians = new LinkedHashMap<>();
        millis.forEach((name, times) -> {
            medians.put(name, Report.median(times));
            System.out.printf(
                    Locale.ROOT,
                    "  %s: %.1f ms, least %.1f%n",
                    name,
                    medians.get(name),
                    Arrays.stream(times).min().orElse(0));
        });
        return medians;
    }

    /** A row of a table for each request: name, few, many, ratio. */
    static List<String> rows(Map<String, Double> few, Map<String, Double> many) {
        return few.keySet().stream()
                .map(name -> "| %s | %s | %s | %s |"
                        .formatted(
                                name,
                                Report.plain(few.get(name)),
                                Report.plain(many.get(name)),
                                Report.plain(many.get(name) / few.get(name))))
                .toList();
    }
}
