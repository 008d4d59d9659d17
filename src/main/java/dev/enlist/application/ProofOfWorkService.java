package dev.enlist.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.form.PublishedForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Issues and verifies puzzles by the altcha protocol (SHA-256): the browser finds the number whose hash, behind a salt, is
 * the challenge. A puzzle is bound to a draft, expires, and is accepted once by a node.
 */
@Service
public class ProofOfWorkService {

    private static final String ALGORITHM = "SHA-256";
    private static final int SALT_BYTES = 12;
    private static final int LONGEST = 2_000;
    private static final int MOST_REMEMBERED = 100_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FormTokenService tokens;
    private final ApplicationProperties.ProofOfWork settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final Cache<String, Boolean> used;

    ProofOfWorkService(FormTokenService tokens, ApplicationProperties properties, ObjectMapper json, Clock clock) {
        this.tokens = tokens;
        this.settings = properties.proofOfWork();
        this.json = json;
        this.clock = clock;
        this.used = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(settings.valid())
                .build();
    }

    /** A puzzle, as the altcha protocol names its members. */
    public record Challenge(String algorithm, String challenge, String salt, String signature, int maxnumber) {}

    /** Whether submissions of a form need a solution: all of the installation, or those of this form. */
    public boolean isRequired(PublishedForm form) {
        return settings.enabled() || Boolean.TRUE.equals(form.settings().proofOfWork());
    }

    /** A new puzzle for a draft. */
    public Challenge issue(String draftId) {
        byte[] random = new byte[SALT_BYTES];
        RANDOM.nextBytes(random);
        String salt = HexFormat.of().formatHex(random) + "?expires="
                + clock.instant().plus(settings.valid()).getEpochSecond() + "&draft=" + draftId + "&";
        String challenge = hash(salt + RANDOM.nextInt(settings.maxNumber() + 1));
        return new Challenge(ALGORITHM, challenge, salt, tokens.sign(challenge), settings.maxNumber());
    }

    /**
     * Whether this is a solution of a puzzle for the draft that was not accepted before.
     *
     * @param payload JSON in Base64, as the altcha protocol sends it
     */
    public boolean verify(@Nullable String payload, String draftId) {
        if (payload == null || payload.isBlank() || payload.length() > LONGEST) {
            return false;
        }
        JsonNode solution;
        try {
            solution = json.readTree(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
        String salt = solution.path("salt").asText();
        String challenge = solution.path("challenge").asText();
        return solution.path("algorithm").asText().equals(ALGORITHM)
                && salt.contains("&draft=" + draftId + "&")
                && !isExpired(salt)
                && equal(challenge, hash(salt + solution.path("number").asText()))
                && equal(solution.path("signature").asText(), tokens.sign(challenge))
                && used.asMap().putIfAbsent(challenge, Boolean.TRUE) == null;
    }

    private boolean isExpired(String salt) {
        int begin = salt.indexOf("?expires=");
        int end = salt.indexOf('&', Math.max(0, begin));
        if (begin < 0 || end < 0) {
            return true;
        }
        String seconds = salt.substring(begin + "?expires=".length(), end);
        return !seconds.matches("[0-9]{1,12}")
                || Instant.ofEpochSecond(Long.parseLong(seconds)).isBefore(clock.instant());
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(ALGORITHM).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
