package dev.enlist.bulk.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.ImportKindResolver;
import dev.enlist.bulk.ImportOptions;
import dev.enlist.bulk.file.EncodingDetector;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.TextCharacters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Parses an import request and opens its file as a stream. Reads multipart forms with the parser of the server, because
 * that of Spring would first write the file to the local disk.
 */
@Component
class ImportRequestParser {

    /** Bytes of one field; the longest is the mapping of a thousand columns. */
    private static final int MAX_FIELD_BYTES = 65_536;

    static final String WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final MediaType WORKBOOK = MediaType.parseMediaType(WORKBOOK_TYPE);
    private static final int MAX_FILE_NAME = 200;
    private static final int MAX_PART_HEADER_BYTES = 8_192;

    private static final List<String> FIELDS =
            List.of("kind", "dryRun", "evaluate", "onDuplicate", "mapping", "delimiter", "charset", "sheet");

    private final StrictJson json;
    private final ImportKindResolver kinds;

    ImportRequestParser(StrictJson json, ImportKindResolver kinds) {
        this.kinds = kinds;
        this.json = json;
    }

    /** The file and the options of its import. */
    record Upload(ImportOptions options, InputStream body) {}

    Upload open(HttpServletRequest request, Map<String, String> query) throws IOException {
        MediaType type = MediaType.parseMediaType(request.getContentType());
        if (!type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA)) {
            return new Upload(options(query, type, null), request.getInputStream());
        }
        try {
            return part(request, query);
        } catch (FileUploadException | FileUploadIOException | MalformedStreamException e) {
            throw new InvalidInput(
                    "",
                    "is not a well-formed multipart/form-data body whose parts have headers of at most "
                            + MAX_PART_HEADER_BYTES + " bytes");
        }
    }

    /** Requires the fields before the file, because the file is streamed and cannot be read twice. */
    private Upload part(HttpServletRequest request, Map<String, String> query) throws IOException {
        FileUpload form = new FileUpload();
        form.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
        FileItemIterator parts = form.getItemIterator(new ServletRequestContext(request));
        Map<String, String> parameters = new LinkedHashMap<>(query);
        Set<String> fields = new HashSet<>();
        while (parts.hasNext()) {
            FileItemStream part = parts.next();
            if (part.isFormField()) {
                String name = String.valueOf(part.getFieldName());
                // fail at the first unknown field, because a form may have any number of parts
                if (!FIELDS.contains(name)) {
                    throw new InvalidInput(
                            Fault.pointerTo(name),
                            "is not a field of this form; the fields are " + String.join(", ", FIELDS)
                                    + ", and the file is the last part");
                }
                if (!fields.add(name)) {
                    throw new InvalidInput(Fault.pointerTo(name), "is in the form twice; send it once");
                }
                byte[] value = part.openStream().readNBytes(MAX_FIELD_BYTES + 1);
                if (value.length > MAX_FIELD_BYTES) {
                    throw new InvalidInput(Fault.pointerTo(name), "has more than " + MAX_FIELD_BYTES + " bytes");
                }
                parameters.put(name, new String(value, StandardCharsets.UTF_8));
                continue;
            }
            return new Upload(options(parameters, type(part), part.getName()), part.openStream());
        }
        throw new InvalidInput("/file", "is missing: the file is the last part of the form");
    }

    private static @Nullable MediaType type(FileItemStream part) {
        try {
            return part.getContentType() == null ? null : MediaType.parseMediaType(part.getContentType());
        } catch (InvalidMediaTypeException e) {
            throw new InvalidInput("/file", "has no well-formed content type");
        }
    }

    private ImportOptions options(Map<String, String> parameters, @Nullable MediaType type, @Nullable String fileName) {
        List<Fault> faults = new ArrayList<>();
        String kind = parameters.getOrDefault("kind", ImportOptions.ENROLLMENTS);
        if (!kinds.names().contains(kind)) {
            faults.add(new Fault("/kind", "must be " + String.join(" or ", kinds.names())));
        } else if (!kind.equals(ImportOptions.ENROLLMENTS)) {
            for (String other : List.of("evaluate", "onDuplicate")) {
                if (parameters.containsKey(other)) {
                    faults.add(new Fault("/" + other, "is for the kind enrollments only; leave it out"));
                }
            }
        }
        boolean dryRun = booleanParameter("dryRun", parameters, false, faults);
        boolean evaluate = booleanParameter("evaluate", parameters, true, faults);
        Optional<OnDuplicate> onDuplicate = OnDuplicate.ofWire(parameters.getOrDefault("onDuplicate", "refuse"));
        if (onDuplicate.isEmpty()) {
            faults.add(new Fault("/onDuplicate", "must be refuse, skip or update"));
        }
        ImportOptions.Format format = format(type, fileName);
        refuseOtherFormats(format, parameters, faults);
        Character delimiter = delimiter(parameters.get("delimiter"), faults);
        Map<String, @Nullable String> mapping = mapping(parameters.get("mapping"), faults);
        Charset charset = null;
        try {
            charset = parameters.containsKey("charset")
                    ? EncodingDetector.named(parameters.get("charset"))
                    : type == null ? null : type.getCharset();
        } catch (InvalidInput e) {
            faults.addAll(e.faults());
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return new ImportOptions(
                kind,
                format,
                dryRun,
                evaluate,
                onDuplicate.orElseThrow(),
                charset,
                delimiter,
                parameters.get("sheet"),
                mapping,
                shown(fileName));
    }

    /** The name without directories, cut to what a list shows; null without a visible character. */
    private static @Nullable String shown(@Nullable String fileName) {
        if (fileName == null) {
            return null;
        }
        String name =
                fileName.replaceFirst(".*[/\\\\]", "").replaceAll("\\p{C}", "").strip();
        return name.isEmpty() ? null : TextCharacters.first(name, MAX_FILE_NAME);
    }

    /** Requires that options of one format are sent with this format only. */
    private static void refuseOtherFormats(
            ImportOptions.Format format, Map<String, String> parameters, List<Fault> faults) {
        boolean workbook = format == ImportOptions.Format.XLSX;
        for (String option : workbook ? List.of("delimiter", "charset") : List.of("sheet")) {
            if (parameters.containsKey(option)) {
                faults.add(new Fault(
                        "/" + option,
                        workbook
                                ? "is not for workbooks; leave it out"
                                : "is for workbooks (xlsx) only; leave it out"));
            }
        }
    }

    private static ImportOptions.Format format(@Nullable MediaType type, @Nullable String fileName) {
        if (type != null && type.isCompatibleWith(WORKBOOK)
                || fileName != null && fileName.matches("(?i).*\\.xls[xm]?")) {
            return ImportOptions.Format.XLSX;
        }
        boolean lines = type != null && type.isCompatibleWith(MediaType.APPLICATION_NDJSON)
                || fileName != null && fileName.matches("(?i).*\\.(ndjson|jsonl)");
        return lines ? ImportOptions.Format.NDJSON : ImportOptions.Format.CSV;
    }

    private static boolean booleanParameter(
            String name, Map<String, String> parameters, boolean defaultValue, List<Fault> faults) {
        String text = parameters.get(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            faults.add(new Fault("/" + name, "must be true or false"));
        }
        return text == null ? defaultValue : text.equals("true");
    }

    private static @Nullable Character delimiter(@Nullable String text, List<Fault> faults) {
        if (text == null) {
            return null;
        }
        String one = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        if (one.length() != 1 || ",;\t|:^~".indexOf(one.charAt(0)) < 0) {
            faults.add(new Fault("/delimiter", "must be one of , ; tab | : ^ ~"));
            return null;
        }
        return one.charAt(0);
    }

    private @Nullable Map<String, @Nullable String> mapping(@Nullable String text, List<Fault> faults) {
        if (text == null) {
            return null;
        }
        Map<String, @Nullable String> mapping = new LinkedHashMap<>();
        try {
            JsonNode object = json.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            boolean fits = object.isObject();
            for (Map.Entry<String, JsonNode> column : object.properties()) {
                fits &= column.getValue().isTextual() || column.getValue().isNull();
                mapping.put(column.getKey(), column.getValue().textValue());
            }
            if (fits) {
                return mapping;
            }
        } catch (InvalidInput | IOException e) {
            // reported below
        }
        faults.add(new Fault("/mapping", "must be a JSON object from the name of a column to a member or null"));
        return null;
    }
}
