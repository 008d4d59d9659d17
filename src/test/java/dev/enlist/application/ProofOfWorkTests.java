package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A solver of the altcha protocol, apart from the code that verifies. */
class ProofOfWorkTests {

    @Test
    void theSolverFindsTheNumber() {
        String salt = "salt";
        String solved = solve(new ProofOfWorkService.Challenge("SHA-256", hash(salt + 77), salt, "signature", 100));

        assertThat(new String(Base64.getDecoder().decode(solved), StandardCharsets.UTF_8))
                .contains("\"number\":77");
    }

    static String solve(ProofOfWorkService.Challenge challenge) {
        for (int number = 0; number <= challenge.maxnumber(); number++) {
            if (hash(challenge.salt() + number).equals(challenge.challenge())) {
                String json =
                        "{\"algorithm\":\"%s\",\"challenge\":\"%s\",\"number\":%d,\"salt\":\"%s\",\"signature\":\"%s\"}"
                                .formatted(
                                        challenge.algorithm(),
                                        challenge.challenge(),
                                        number,
                                        challenge.salt(),
                                        challenge.signature());
                return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new IllegalStateException("There is no solution.");
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
