package dev.enlist.shared.web.page;

import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.problem.InvalidInput;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Reads the form of a page, with files or without. Of a file that is too large the rest is read and dropped, so that the page
 * can say so and show again what was typed.
 */
@Component
public class PostedFormParser {

    private static final int MAX_PART_HEADER_BYTES = 8_192;
    private static final int MAX_FIELD_BYTES = 131_072;
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_FILES = 20;

    /** Bytes of a whole form; reading more would hold a thread for too long. */
    private static final long MAX_FORM_BYTES = 300L * 1024 * 1024;

    private static final int BUFFER = 65_536;

    /**
     * Parameters of the address are among the values. The caller closes the form.
     *
     * @param maxFileBytes most bytes of a file
     * @throws InvalidInput where the body is not well-formed
     */
    public PostedForm parse(HttpServletRequest request, long maxFileBytes) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, all) -> values.put(name, new ArrayList<>(Arrays.asList(all))));
        PostedForm form = new PostedForm(values, new ArrayList<>(), new ArrayList<>());
        if (!isMultipart(request)) {
            return form;
        }
        try {
            read(request, form, maxFileBytes);
            return form;
        } catch (InvalidFileNameException e) {
            form.close();
            throw new InvalidInput("/file", "must have a file name without control characters");
        } catch (FileUploadException | FileUploadIOException | MalformedStreamException e) {
            form.close();
            throw new InvalidInput("", "is not a well-formed multipart/form-data body");
        } catch (IOException | RuntimeException e) {
            form.close();
            throw e;
        }
    }

    private static boolean isMultipart(HttpServletRequest request) {
        try {
            return request.getContentType() != null
                    && MediaType.parseMediaType(request.getContentType())
                            .equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static void read(HttpServletRequest request, PostedForm form, long maxFileBytes)
            throws IOException, FileUploadException {
        FileUpload upload = new FileUpload();
        upload.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
        upload.setSizeMax(MAX_FORM_BYTES);
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        FileItemIterator parts = upload.getItemIterator(new ServletRequestContext(request));
        int fields = 0;
        while (parts.hasNext()) {
            FileItemStream part = parts.next();
            String name = String.valueOf(part.getFieldName());
            if (part.isFormField()) {
                fields++;
                if (fields > MAX_FIELDS) {
                    throw new InvalidInput("", "has more than " + MAX_FIELDS + " fields");
                }
                byte[] value = part.openStream().readNBytes(MAX_FIELD_BYTES);
                form.values()
                        .computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(new String(value, StandardCharsets.UTF_8));
            } else if (part.getName() != null && !part.getName().isBlank()) {
                file(name, part, form, maxFileBytes);
            }
        }
    }

    private static void file(String control, FileItemStream part, PostedForm form, long maxFileBytes)
            throws IOException {
        TemporaryFile content = TemporaryFile.create();
        byte[] buffer = new byte[BUFFER];
        boolean tooLarge = form.files().size() >= MAX_FILES;
        try (InputStream in = part.openStream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                tooLarge |= content.size() + got > maxFileBytes;
                if (!tooLarge) {
                    content.append(buffer, 0, got);
                }
            }
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
        if (tooLarge) {
            content.close();
            form.tooLarge().add(control);
        } else {
            form.files().add(new PostedForm.PostedFile(control, baseName(part.getName()), declared(part), content));
        }
    }

    /** Some browsers send a path. */
    private static String baseName(String sent) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        return name.isBlank() ? "file" : name;
    }

    private static @Nullable String declared(FileItemStream part) {
        try {
            return part.getContentType() == null || part.getContentType().isBlank()
                    ? null
                    : mediaType(part.getContentType());
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    /** A media type without its parameters. */
    public static String mediaType(String text) {
        MediaType parsed = MediaType.parseMediaType(text);
        return parsed.getType() + "/" + parsed.getSubtype();
    }
}
