package dev.enlist.application.web;

import dev.enlist.document.DraftFileService;
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
 * Reads the form of a page. Of a file that is too large the rest is read and dropped, so that the page can say so and show
 * again what was typed.
 */
@Component
class PostedPageParser {

    private static final int MAX_PART_HEADER_BYTES = 8_192;
    private static final int MAX_FIELD_BYTES = 131_072;
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_FILES = 20;

    /** Bytes of a whole form; reading more would hold a thread for too long. */
    private static final long MAX_FORM_BYTES = 300L * 1024 * 1024;

    private static final int BUFFER = 65_536;

    private final DraftFileService files;

    PostedPageParser(DraftFileService files) {
        this.files = files;
    }

    PostedPage parse(HttpServletRequest request) throws IOException {
        if (!isMultipart(request)) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            request.getParameterMap().forEach((name, all) -> values.put(name, Arrays.asList(all)));
            return new PostedPage(values, List.of(), List.of());
        }
        PostedPage page = new PostedPage(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        // parameters of the address
        request.getParameterMap().forEach((name, all) -> page.values().put(name, Arrays.asList(all)));
        try {
            read(request, page);
            return page;
        } catch (InvalidFileNameException e) {
            page.close();
            throw new InvalidInput("/file", "must have a file name without control characters");
        } catch (FileUploadException | FileUploadIOException | MalformedStreamException e) {
            page.close();
            throw new InvalidInput("", "is not a well-formed multipart/form-data body");
        } catch (IOException | RuntimeException e) {
            page.close();
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

    private void read(HttpServletRequest request, PostedPage page) throws IOException, FileUploadException {
        FileUpload form = new FileUpload();
        form.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
        form.setSizeMax(MAX_FORM_BYTES);
        form.setHeaderEncoding(StandardCharsets.UTF_8.name());
        FileItemIterator parts = form.getItemIterator(new ServletRequestContext(request));
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
                page.values()
                        .computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(new String(value, StandardCharsets.UTF_8));
            } else if (part.getName() != null && !part.getName().isBlank()) {
                file(name, part, page);
            }
        }
    }

    private void file(String name, FileItemStream part, PostedPage page) throws IOException {
        TemporaryFile content = TemporaryFile.create();
        byte[] buffer = new byte[BUFFER];
        boolean tooLarge = page.files().size() >= MAX_FILES;
        try (InputStream in = part.openStream()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                tooLarge |= content.size() + got > files.maxBytes();
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
            page.tooLarge().add(name);
        } else {
            page.files()
                    .add(new PostedPage.PostedFile(
                            name, DraftFileService.fileName(part.getName()), declared(part), content));
        }
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

    static String mediaType(String text) {
        MediaType parsed = MediaType.parseMediaType(text);
        return parsed.getType() + "/" + parsed.getSubtype();
    }
}
