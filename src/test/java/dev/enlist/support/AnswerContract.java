package dev.enlist.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares each answer that {@link Api} receives with {@code contract/openapi.json}: its status, its
 * media type, its headers and its body are described there. A response that is not described fails the test that
 * received it. {@code ContractIT} compares that file with the document of the application, which takes seconds to make, and
 * with {@code -Denlist.contract.write=true} writes it.
 */
public final class AnswerContract {

    /** By address of the application. */
    private static final Map<String, AnswerContract> LOADED = new ConcurrentHashMap<>();

    /** Response headers that the document must describe where they are sent. */
    private static final List<String> HEADERS =
            List.of("Location", "ETag", "Retry-After", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy");

    private record PathItem(List<String> segments, JsonNode item) {

        boolean fits(List<String> wanted) {
            if (wanted.size() != segments.size()) {
                return false;
            }
            for (int index = 0; index < segments.size(); index++) {
                if (!isVariable(segments.get(index)) && !segments.get(index).equals(wanted.get(index))) {
                    return false;
                }
            }
            return true;
        }

        long variables() {
            return segments.stream().filter(PathItem::isVariable).count();
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }
    }

    private final List<PathItem> paths = new ArrayList<>();
    private final JsonNode document;
    private final OpenApiSchemas schemas;

    private AnswerContract(JsonNode document) {
        this.document = document;
        this.schemas = OpenApiSchemas.strict(document);
        document.path("paths")
                .properties()
                .forEach(path -> paths.add(new PathItem(segments(path.getKey()), path.getValue())));
        paths.sort(Comparator.comparingLong(PathItem::variables));
    }

    /** Answers that come from this application are compared from now on. */
    static void load(Api api) {
        LOADED.computeIfAbsent(api.url(), url -> new AnswerContract(read(api)));
    }

    private static JsonNode read(Api api) {
        if (Boolean.getBoolean("enlist.contract.write")) {
            return api.get("/v3/api-docs").ok();
        }
        try {
            return Json.read(Files.readString(Path.of("contract", "openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document of an application, which does not change while it runs. */
    public static JsonNode document(Api api) {
        load(api);
        return LOADED.get(api.url()).document;
    }

    /** @throws AssertionError naming the operation and what is not described */
    static void check(Api api, HttpRequest request, HttpResponse<String> response) {
        AnswerContract contract = LOADED.get(api.url());
        if (contract == null) {
            return;
        }
        List<String> faults = contract.faults(request, response);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s %s answered %d, which the document does not describe: %s%n%s"
                    .formatted(
                            request.method(),
                            request.uri().getPath(),
                            response.statusCode(),
                            String.join("; ", faults),
                            abridged(response.body())));
        }
    }

    private static String abridged(String body) {
        return body.length() > 2_000 ? body.substring(0, 2_000) + "…" : body;
    }

    private List<String> faults(HttpRequest request, HttpResponse<String> response) {
        List<String> wanted = segments(request.uri().getPath());
        Optional<JsonNode> operation = paths.stream()
                .filter(path -> path.fits(wanted))
                .findFirst()
                .map(path -> path.item().path(request.method().toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject);
        if (operation.isEmpty() || isPage(response)) {
            return List.of();
        }
        JsonNode answer = resolved(operation.get().path("responses").path(String.valueOf(response.statusCode())));
        if (answer.isMissingNode()) {
            return List.of("the status is not declared");
        }
        List<String> faults = new ArrayList<>();
        HEADERS.stream()
                .filter(name -> response.headers().firstValue(name).isPresent())
                .filter(name -> !answer.path("headers").has(name))
                // the server learns that it cannot write the media type only after the headers of the answer are set
                .filter(name -> response.statusCode() != 406 || !name.equals("ETag"))
                .forEach(name -> faults.add("the header " + name + " is not declared"));
        body(answer.path("content"), response, faults);
        return faults;
    }

    /** Browsers receive HTML error pages on every path; the document describes API clients only. */
    private static boolean isPage(HttpResponse<String> response) {
        return response.statusCode() >= 400 && mediaType(response).equals("text/html");
    }

    private void body(JsonNode content, HttpResponse<String> response, List<String> faults) {
        if (response.body().isEmpty()) {
            if (content.has("application/json")) {
                faults.add("the body is empty");
            }
            return;
        }
        String type = mediaType(response);
        JsonNode media = content.path(type);
        if (media.isMissingNode()) {
            faults.add("the media type " + type + " is not declared");
        } else if (type.equals("application/json") || type.endsWith("+json")) {
            faults.addAll(schemas.faults(media.path("schema"), Json.read(response.body())));
        }
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private static String mediaType(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Content-Type")
                .map(type -> type.split(";", 2)[0].trim())
                .orElse("");
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }
}
