package dev.enlist.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sends documents, and makes small ones of each format. */
public record Uploads(Api api) {

    public static final String BOUNDARY = "enlist-boundary";

    /** A part of a multipart form. */
    public record Part(String header, byte[] content) {

        public static Part field(String name, String value) {
            return new Part(
                    "Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
        }

        public static Part file(String fileName, String mediaType, byte[] content) {
            return new Part(
                    "Content-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\nContent-Type: "
                            + mediaType,
                    content);
        }
    }

    public Reply send(String enrollmentId, Part... parts) {
        return send(enrollmentId, request -> request, parts);
    }

    public Reply send(String enrollmentId, UnaryOperator<HttpRequest.Builder> change, Part... parts) {
        return api.send(
                "/enrollments/" + enrollmentId + "/documents",
                request -> change.apply(request)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofByteArray(body(parts))));
    }

    /** Adds a PDF of the type {@code other}; returns its id. */
    public String pdf(String enrollmentId) {
        return send(enrollmentId, Part.file("bill.pdf", "application/pdf", aPdf("A bill")))
                .created()
                .path("id")
                .asText();
    }

    public static byte[] body(Part... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : parts) {
            write(body, "--" + BOUNDARY + "\r\n" + part.header() + "\r\n\r\n");
            body.writeBytes(part.content());
            write(body, "\r\n");
        }
        write(body, "--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A PDF of one empty page, with a comment. */
    public static byte[] aPdf(String comment) {
        return ("%PDF-1.4\n%" + comment + "\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                        + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
                        + "trailer<</Root 1 0 R>>\n%%EOF\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] aPng() {
        return java.util.Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    }

    public static byte[] aJpeg() {
        byte[] jpeg = new byte[64];
        byte[] begin = {
            (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
        };
        System.arraycopy(begin, 0, jpeg, 0, begin.length);
        return jpeg;
    }

    public static byte[] aHeic() {
        byte[] heic = new byte[64];
        byte[] begin = "\0\0\0\030ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(begin, 0, heic, 0, begin.length);
        return heic;
    }

    /** A Word document without text. */
    public static byte[] aDocx() {
        return office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "word/a.xml");
    }

    /** An Excel workbook without sheets. */
    public static byte[] anXlsx() {
        return office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xl/a.xml");
    }

    /** An office container whose main part has this type, with further entries of a thousand bytes. */
    public static byte[] office(String mainType, String... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                            + "<Override PartName=\"/main.xml\" ContentType=\"" + mainType + "\"/></Types>")
                    .getBytes(StandardCharsets.UTF_8));
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(new byte[1000]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
