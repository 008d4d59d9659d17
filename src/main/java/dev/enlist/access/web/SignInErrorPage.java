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
final class SignInErrorPage {

    private SignInErrorPage() {}

    static void say(HttpServletResponse response, HttpStatus status, String words) throws IOException {
        byte[] page = """
                <!DOCTYPE html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>Sign in</title>
                    <link href="/webjars/picocss__pico/css/pico.min.css" rel="stylesheet">
                    <link href="/assets/console.css" rel="stylesheet">
                  </head>
                  <body>
                    <main class="page narrow">
                      <h1>Sign in to Enlist</h1>
                      <p class="fault" role="alert">%s</p>
                      <p><a href="/login">Back to the sign-in</a></p>
                    </main>
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
