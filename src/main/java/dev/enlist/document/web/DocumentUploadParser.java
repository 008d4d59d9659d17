package dev.enlist.document.web;

import dev.enlist.document.DocumentService;
import dev.enlist.document.NewDocument;
import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Parses the multipart form of an upload. Writes the file to a temporary file as it comes, in any order with the fields,
 * and stops as soon as it is longer than a document may be.
 */
@Component
class DocumentUploadParser {

    private static final String FILE = "file";
    private static final List<String> FIELDS = List.of("type", "description");

    /** Bytes of one field; the description may have 1,000 characters of four bytes. */
    private static final int MAX_FIELD_BYTES = 8_192;

    private static final int MAX_PART_HEADER_BYTES = 8_192;

    /** Bytes of a form beside its file: fields, headers and boundaries. */
    private static final long MAX_FORM_OVERHEAD_BYTES = 65_536;

    private static final int BUFFER = 65_536;
    private static final String OTHER = "other";

    private final DocumentService documents;

    DocumentUploadParser(DocumentService documents) {
        this.documents = documents;
    }

    /**
     * Reads the form into a file.
     *
     * @param content empty before; holds the file of the form afterwards
     */
    NewDocument parse(HttpServletRequest request, TemporaryFile content) throws IOException {
        if (request.getContentLengthLong() > documents.maxBytes() + MAX_FORM_OVERHEAD_BYTES) {
            throw documents.tooLarge();
        }
        try {
            return parts(request, content);
        } catch (InvalidFileNameException e) {
            throw new InvalidInput("/file", "must have a file name without control, direction or invisible characters");
        } catch (FileUploadException | FileUploadIOException | MalformedStreamException e) {
            throw new InvalidInput(
                    "",
                    "is not a well-formed multipart/form-data body whose parts have headers of at most "
                            + MAX_PART_HEADER_BYTES + " bytes");
        }
    }

    private NewDocument parts(HttpServletRequest request, TemporaryFile content) throws IOException {
        FileUpload form = new FileUpload();
        form.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
        form.setHeaderEncoding(StandardCharsets.UTF_8.name());
        FileItemIterator parts = form.getItemIterator(new ServletRequestContext(request));
        Map<String, String> fields = new LinkedHashMap<>();
        String fileName = null;
        String declared = null;
        while (parts.hasNext()) {
            FileItemStream part = parts.next();
            String name = String.valueOf(part.getFieldName());
            boolean isFile = name.equals(FILE) && !part.isFormField();
            if (isFile && fileName == null) {
                fileName = part.getName();
                declared = declared(part);
                copy(part, content);
            } else if (FIELDS.contains(name) && part.isFormField() && !fields.containsKey(name)) {
                fields.put(name, text(name, part));
            } else {
                // at the first part that does not belong here: a form may have any number of parts
                throw new InvalidInput(Fault.pointerTo(name), misplaced(name, isFile, part.isFormField()));
            }
        }
        if (fileName == null) {
            throw new InvalidInput("/file", "is missing: send the document as a part with a file name");
        }
        return new NewDocument(fields.getOrDefault("type", OTHER), fields.get("description"), fileName, declared);
    }

    private static String misplaced(String name, boolean isFile, boolean isField) {
        if (isFile || FIELDS.contains(name) && isField) {
            return "is in the form twice; send it once, and each document by a request of its own";
        }
        if (name.equals(FILE)) {
            return "must be a part with a file name";
        }
        return "is not a part of this form; the parts are file, type and description";
    }

    private void copy(FileItemStream part, TemporaryFile content) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = part.openStream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                content.append(buffer, 0, got);
                if (content.size() > documents.maxBytes()) {
                    throw documents.tooLarge();
                }
            }
        }
    }

    private static String text(String name, FileItemStream part) throws IOException {
        byte[] value = part.openStream().readNBytes(MAX_FIELD_BYTES + 1);
        if (value.length > MAX_FIELD_BYTES) {
            throw new InvalidInput(Fault.pointerTo(name), "has more than " + MAX_FIELD_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInput(Fault.pointerTo(name), "must be text in UTF-8");
        }
    }

    private static @Nullable String declared(FileItemStream part) {
        String type = part.getContentType();
        if (type == null || type.isBlank()) {
            return null;
        }
        try {
            MediaType parsed = MediaType.parseMediaType(type);
            return parsed.getType() + "/" + parsed.getSubtype();
        } catch (InvalidMediaTypeException e) {
            throw new InvalidInput("/file", "has no well-formed content type");
        }
    }
}
