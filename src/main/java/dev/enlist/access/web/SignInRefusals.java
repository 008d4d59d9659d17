package dev.enlist.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.HtmlUtils;

/**
 * A page that says why somebody does not get in. Spring's sign-in page has the same words for whatever happened,
 * which is right for a wrong password and of no use to somebody who has to wait or to ask for an account.
 */
final class SignInRefusals {

    private SignInRefusals() {}

    static void say(HttpServletResponse response, HttpStatus status, String words) throws IOException {
        byte[] page = """
                <!DOCTYPE html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>Sign in</title>
                    <link href="/default-ui.css" rel="stylesheet">
                  </head>
                  <body>
                    <div class="content">
                      <h2>Please sign in</h2>
                      <div class="alert alert-danger" role="alert">%s</div>
                      <p><a href="/login">Back to the sign-in</a></p>
                    </div>
                  </body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(words)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType("text/html");
        response.setCharacterEncoding("utf-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
