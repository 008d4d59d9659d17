package dev.enlist.branding;

import dev.enlist.shared.problem.Problem;

/** An uploaded picture is too large, of another format, broken, or contains what a logo must not contain. */
class LogoRefused extends Problem {

    private LogoRefused(Kind kind, String code, String detail) {
        super(kind, code, detail);
    }

    static LogoRefused tooLarge(int maxBytes) {
        LogoRefused refused = new LogoRefused(
                Kind.TOO_LARGE,
                "logo-too-large",
                "A logo has at most " + maxBytes / 1024 + " KB. Save it with less pixels, or as SVG.");
        refused.with("maxBytes", maxBytes);
        return refused;
    }

    static LogoRefused notSupported() {
        return new LogoRefused(
                Kind.UNSUPPORTED_TYPE,
                "logo-type-not-supported",
                "The content is no PNG, JPEG or SVG picture, whatever its name says. Save it in one of these formats.");
    }

    /** @param reason a sentence */
    static LogoRefused unusable(String reason) {
        return new LogoRefused(Kind.UNPROCESSABLE, "logo-unusable", reason);
    }
}
