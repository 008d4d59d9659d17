package dev.enlist.applicant.web;

import dev.enlist.document.DocumentService;
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

/** Parses the forms of the status page, with files or without. The rest of a file that is too large is read and dropped. */
@Component
class PostedFormParser {

    private static final int MAX_PART_HEADER_BYTES = 8_192;
    private static final int MAX_FIELD_BYTES = 65_536;
    private static final int MAX_FIELDS = 500;
    private static final int MAX_FILES = 10;
    private static final long MAX_FORM_BYTES = 120L * 1024 * 1024;
    private static final int BUFFER = 65_536;

    private final DocumentService documents;

    PostedFormParser(DocumentService documents) {
        this.documents = documents;
    }

    /** The caller closes the form. */
    PostedForm parse(HttpServletRequest request) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, all) -> values.put(name, new ArrayList<>(Arrays.asList(all))));
        PostedForm form = new PostedForm(values, new ArrayList<>(), new ArrayList<>());
        if (!isMultipart(request)) {
            return form;
        }
        try {
            read(request, form);
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

    private void read(HttpServletRequest request, PostedForm form) throws IOException, FileUploadException {
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
                String value = new String(part.openStream().readNBytes(MAX_FIELD_BYTES), StandardCharsets.UTF_8);
                form.values().computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            } else if (part.getName() != null && !part.getName().isBlank()) {
                file(name, part, form);
            }
        }
    }

    private void file(String control, FileItemStream part, PostedForm form) throws IOException {
        TemporaryFile content = TemporaryFile.create();
        boolean tooLarge = form.files().size() >= MAX_FILES;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = part.openStream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                tooLarge |= content.size() + got > documents.maxBytes();
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
    private static String baseName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static @Nullable String declared(FileItemStream part) {
        try {
            if (part.getContentType() == null || part.getContentType().isBlank()) {
                return null;
            }
            MediaType parsed = MediaType.parseMediaType(part.getContentType());
            return parsed.getType() + "/" + parsed.getSubtype();
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }
}
