package dev.enlist.access.web;

import dev.enlist.shared.web.StaticPage;
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
        byte[] page = StaticPage.of("Sign in to Enlist", """
                  <div class="alert alert-danger" role="alert"><div>%s</div></div>
                  <p><a class="btn" href="/login">Back to the sign-in</a></p>
                """.formatted(HtmlUtils.htmlEscape(words)))
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType("text/html");
        response.setCharacterEncoding("utf-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
