package dev.enlist.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Values for schemas of the OpenAPI document: most of them valid, the others wrong in ways that callers are. */
public final class ValueGenerator {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final int DEPTH = 5;

    /** Texts that break what handles text carelessly. */
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\u0000",
            "\u0001\u001f",
            "\ud800",
            "\udc00\ud800",
            "\u202etxt.exe",
            "\ufeff",
            "e\u0301",
            "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "ß İ ı ﬁ",
            "'; drop table enrollment; --",
            "%00%ff",
            "%",
            "../../etc/passwd",
            "${jndi:ldap://127.0.0.1/a}",
            "#{7*7}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "null",
            "NaN",
            "-1",
            "1e400",
            "9223372036854775808",
            "2026-02-30",
            "0000-00-00T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "2026-01-01T00:00:00+25:00",
            "c" + "0".repeat(24),
            "x".repeat(300),
            "x".repeat(9000));

    /** Targets of requests that reach the internal network, or that are none. */
    private static final List<String> HOSTILE_URLS = List.of(
            "http://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1%25lo]/",
            "https://[",
            "https://user:password@example.com/",
            "https://example.com:0/",
            "https://example.com:99999999999/",
            "https://example.com/#fragment",
            "https://exa mple.com/",
            "https://\u212aelvin.example/",
            "https://xn--/",
            "https://" + "a".repeat(64) + ".example/",
            "https://.../",
            "https://%00.example.com/",
            "https://example.com/{{secret}}?${a}=#{b}",
            "https:example.com",
            "//example.com/",
            "file:///etc/passwd",
            "jar:https://example.com/a.jar!/",
            "data:text/html,x",
            "javascript:alert(1)",
            "gopher://localhost:25/_HELO");

    private final JsonNode document;
    private final Random random;
    private final List<String> ids;

    /**
     * @param ids ids that answers contained, shared by all requests; so that later requests meet what earlier ones made
     */
    public ValueGenerator(JsonNode document, Random random, List<String> ids) {
        this.document = document;
        this.random = random;
        this.ids = ids;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String hostile() {
        return one(HOSTILE);
    }

    /** A text for a parameter. */
    String text(JsonNode schema, String name) {
        if (chance(0.15)) {
            return hostile();
        }
        if ((name.equals("id") || name.endsWith("Id") || name.equals("slug") || name.equals("after"))
                && !ids.isEmpty()
                && chance(0.8)) {
            return one(ids);
        }
        JsonNode value = value(schema, name, 0);
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** A body: the example of the document with changes, or made from the schema. */
    public JsonNode body(JsonNode content) {
        if (content.hasNonNull("example") && chance(0.7)) {
            JsonNode body = content.path("example").deepCopy();
            int changes = random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                body = changed(body, content.path("schema"));
            }
            return body;
        }
        return value(content.path("schema"), "", 0);
    }

    private JsonNode changed(JsonNode body, JsonNode schema) {
        if (body instanceof ArrayNode array && !array.isEmpty() && chance(0.8)) {
            int place = random.nextInt(array.size());
            array.set(
                    place,
                    chance(0.2)
                            ? wrong()
                            : changed(array.get(place), resolved(schema).path("items")));
            return array;
        }
        if (!(body instanceof ObjectNode object) || object.isEmpty() || chance(0.03)) {
            return wrong();
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = one(names);
        JsonNode of = resolved(schema).path("properties").path(name);
        if (!object.path(name).isEmpty() && chance(0.5)) {
            return object.set(name, changed(object.path(name), of));
        }
        List<Supplier<JsonNode>> changes = List.of(
                () -> object.set(name, wrong()),
                () -> object.set(name, value(of, name, 0)),
                () -> object.set(name, JSON.textNode(hostile())),
                () -> object.set(name, JSON.nullNode()),
                () -> object.set(
                        name, object.path(name).asText().startsWith("https:") ? JSON.textNode(url()) : wrong()),
                () -> object.without(name),
                () -> object.set(hostile(), wrong()),
                () -> object.set(name, changed(object.path(name), of)),
                () -> ids.isEmpty() ? object : object.set(name, JSON.textNode(one(ids))));
        one(changes).get();
        return object;
    }

    /** A value of any type. */
    private JsonNode wrong() {
        return switch (random.nextInt(10)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.textNode(hostile());
            case 2 -> JSON.numberNode(random.nextLong());
            case 3 -> JSON.numberNode(new BigDecimal("1e" + random.nextInt(400)));
            case 4 -> JSON.booleanNode(random.nextBoolean());
            case 5 -> JSON.arrayNode();
            case 6 -> JSON.objectNode();
            case 7 -> JSON.arrayNode().add(JSON.arrayNode().add(wrong()));
            case 8 -> nested(200);
            default -> JSON.objectNode().set(hostile(), JSON.textNode(hostile()));
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode inner = JSON.objectNode();
        for (int i = 0; i < depth; i++) {
            inner = i % 2 == 0 ? JSON.arrayNode().add(inner) : JSON.objectNode().set("a", inner);
        }
        return inner;
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode found = schema;
        while (found.has("$ref")) {
            found = document.at(found.path("$ref").asText().substring(1));
        }
        return found;
    }

    private JsonNode value(JsonNode unresolved, String name, int depth) {
        JsonNode schema = resolved(unresolved);
        if (chance(0.04)) {
            return wrong();
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        if (schema.has("oneOf")) {
            return value(
                    schema.path("oneOf").get(random.nextInt(schema.path("oneOf").size())), name, depth);
        }
        if (schema.hasNonNull("example") && chance(0.5)) {
            return schema.path("example");
        }
        return switch (type(schema)) {
            case "integer" -> JSON.numberNode(number(schema).longValue());
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "array" -> array(schema, name, depth);
            case "object" -> object(schema, depth);
            default -> JSON.textNode(string(schema, name));
        };
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.get(random.nextInt(type.size())).asText();
        }
        return type.isMissingNode() ? schema.has("properties") ? "object" : "string" : type.asText();
    }

    private BigDecimal number(JsonNode schema) {
        BigDecimal least = schema.path("minimum").decimalValue();
        BigDecimal most = schema.has("maximum") ? schema.path("maximum").decimalValue() : BigDecimal.valueOf(1000);
        return switch (random.nextInt(8)) {
            case 0 -> least.subtract(BigDecimal.ONE);
            case 1 -> most.add(BigDecimal.ONE);
            case 2 -> least;
            case 3 -> most;
            default ->
                least.add(
                        most.subtract(least).max(BigDecimal.ZERO).multiply(BigDecimal.valueOf(random.nextInt(100), 2)));
        };
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        int size = depth > DEPTH ? 0 : chance(0.02) ? 2000 : random.nextInt(4);
        for (int i = 0; i < size; i++) {
            array.add(value(schema.path("items"), name, depth + 1));
        }
        return array;
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        if (depth > DEPTH) {
            return object;
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        Iterator<Map.Entry<String, JsonNode>> properties =
                schema.path("properties").properties().iterator();
        while (properties.hasNext()) {
            Map.Entry<String, JsonNode> property = properties.next();
            if (chance(required.contains(property.getKey()) ? 0.97 : 0.4)) {
                object.set(property.getKey(), value(property.getValue(), property.getKey(), depth + 1));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            object.set("a" + random.nextInt(9), value(schema.path("additionalProperties"), "", depth + 1));
        }
        return object;
    }

    private String string(JsonNode schema, String name) {
        if (chance(0.1)) {
            return hostile();
        }
        if (name.endsWith("Id") && !ids.isEmpty()) {
            return one(ids);
        }
        if (name.equals("url") || name.endsWith("Url")) {
            return url();
        }
        int most = schema.path("maxLength").asInt(40);
        return switch (schema.path("format").asText()) {
            case "date" ->
                "20%02d-%02d-%02d".formatted(random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(31));
            case "date-time" ->
                "20%02d-%02d-%02dT%02d:00:00Z"
                        .formatted(
                                random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(24));
            case "email" -> "p" + random.nextInt(1000) + "@example.com";
            case "uri" -> "https://example.com/" + random.nextInt(1000);
            default ->
                switch (random.nextInt(8)) {
                    case 0 -> "x".repeat(Math.min(most, 3000));
                    case 1 -> "x".repeat(Math.min(most, 3000) + 1);
                    default -> "t" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
                };
        };
    }

    /** The target of a webhook or a link. */
    public String url() {
        String url = chance(0.5) ? one(HOSTILE_URLS) : "https://example.com/" + random.nextInt(1000);
        return chance(0.3) ? mutated(url) : url;
    }

    /** A file with some bytes, or a piece, lost, doubled or replaced; of an archive also one whose parts are damaged texts. */
    public byte[] mutated(byte[] file) {
        return isArchive(file) && chance(0.7) ? mutatedParts(file) : mutatedBytes(file);
    }

    private static boolean isArchive(byte[] file) {
        return file.length > 4 && file[0] == 'P' && file[1] == 'K';
    }

    private byte[] mutatedBytes(byte[] file) {
        byte[] changed = file.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && changed.length > 2; i++) {
            int from = random.nextInt(changed.length);
            int to = Math.min(changed.length, from + 1 + random.nextInt(chance(0.3) ? 400 : 6));
            switch (random.nextInt(3)) {
                case 0 -> changed[from] = (byte) random.nextInt(256);
                case 1 -> changed = joined(changed, 0, from, to, changed.length);
                default -> changed = joined(changed, 0, to, from, changed.length);
            }
        }
        return changed;
    }

    /** Two pieces of a file, one after the other. */
    private static byte[] joined(byte[] file, int from, int to, int secondFrom, int secondTo) {
        byte[] joined = Arrays.copyOf(Arrays.copyOfRange(file, from, to), to - from + secondTo - secondFrom);
        System.arraycopy(file, secondFrom, joined, to - from, secondTo - secondFrom);
        return joined;
    }

    private byte[] mutatedParts(byte[] archive) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipFile parts = ZipFile.builder().setByteArray(archive).get();
                ZipOutputStream to = new ZipOutputStream(changed)) {
            for (ZipArchiveEntry part : Collections.list(parts.getEntries())) {
                String text = new String(parts.getInputStream(part).readAllBytes(), StandardCharsets.UTF_8);
                if (!chance(0.1)) {
                    to.putNextEntry(new ZipEntry(part.getName()));
                    to.write((chance(0.4) ? mutated(text) : text).getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed.toByteArray();
    }

    /** A text with some characters, lines or parts lost, doubled or replaced. */
    public String mutated(String text) {
        StringBuilder changed = new StringBuilder(text);
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && changed.length() > 2; i++) {
            int from = random.nextInt(changed.length());
            int to = Math.min(changed.length(), from + 1 + random.nextInt(chance(0.3) ? 400 : 6));
            switch (random.nextInt(5)) {
                case 0 -> changed.delete(from, to);
                case 1 -> changed.insert(from, changed.substring(from, to));
                case 2 -> changed.insert(from, hostile());
                case 3 -> changed.replace(from, to, hostile());
                default -> changed.insert(random.nextInt(changed.length()), changed.substring(from, to));
            }
        }
        return changed.toString();
    }
}
