package dev.enlist.shared.web;

import org.springframework.web.util.HtmlUtils;

/**
 * A page in the frame of {@code templates/layout/public.html}, made without the template engine: for filters and for
 * the container, which answer where no engine is reached. Has no script: its theme is that of the system.
 */
public final class StaticPage {

    private StaticPage() {}

    /**
     * @param title   text; the heading of the page
     * @param content HTML after the heading; the caller has escaped the values in it
     */
    public static String of(String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <meta name="robots" content="noindex">
                  <title>%1$s · Enlist</title>
                  <link rel="stylesheet" href="/webjars/tabler__core/dist/css/tabler.min.css">
                  <link rel="stylesheet" href="/assets/system/tokens.css">
                  <link rel="stylesheet" href="/assets/system/base.css">
                  <link rel="stylesheet" href="/assets/system/icons.css">
                  <link rel="stylesheet" href="/assets/system/components.css">
                  <link rel="stylesheet" href="/assets/system/frame.css">
                  <link rel="stylesheet" href="/assets/system/print.css">
                </head>
                <body class="public">
                <a class="brand" href="/"><span class="brand-sign" aria-hidden="true"></span>Enlist</a>
                <main>
                  <h1>%1$s</h1>
                %2$s</main>
                </body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(title), content);
    }
}
