package dev.enlist.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.HtmlUtils;

/**
 * The page that says why a sign-in was refused. The sign-in page itself has one sentence for every wrong password; a
 * person who has to wait, or to ask for an account, needs the reason.
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
                  <body class="public">
                    <header class="brand"><a href="/">Enlist</a></header>
                    <main class="card">
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
