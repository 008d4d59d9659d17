package dev.enlist.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** Follows invitation and password reset links as a browser would, without JavaScript. */
public final class Links {

    private Links() {}

    /** The path of the link in a response. */
    public static String path(JsonNode answer) {
        String link = answer.path("link").asText();
        return link.substring(link.indexOf('/', link.indexOf("//") + 2));
    }

    /** Joins with a new account. */
    public static Reply acceptWithNew(Api api, JsonNode invited, String password) {
        return post(api, path(invited), "with=password&password=%1$s&repeated=%1$s".formatted(encoded(password)));
    }

    /** Joins with the account that has this password. */
    public static Reply acceptWithAccount(Api api, JsonNode invited, String password) {
        return post(api, path(invited), "with=account&password=" + encoded(password));
    }

    /** Sets a new password. */
    public static Reply setPassword(Api api, JsonNode reset, String password) {
        return post(api, path(reset), "password=%1$s&repeated=%1$s".formatted(encoded(password)));
    }

    public static Reply post(Api api, String path, String form) {
        return api.with("")
                .send(
                        path,
                        request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
