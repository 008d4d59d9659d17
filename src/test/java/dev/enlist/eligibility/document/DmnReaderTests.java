package dev.enlist.eligibility.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** Documents that were read before are not validated again; every other document is, each time it is invalid. */
class DmnReaderTests {

    @Test
    void aChangedDocumentIsValidatedAlthoughTheOriginalWasValid() throws IOException {
        String valid = shipped();
        int rules = DmnReader.read(valid).getModelElementsByType(Rule.class).size();
        String invalid = valid.replaceFirst("<rule ", "<rule noSuchAttribute=\"x\" ");
        assertThat(invalid).isNotEqualTo(valid);

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> DmnReader.read(invalid))
                    .isInstanceOf(InvalidDmn.class)
                    .hasMessageContaining("noSuchAttribute");
            assertThat(DmnReader.read(valid).getModelElementsByType(Rule.class)).hasSize(rules);
        }
    }

    @Test
    void eachReadGivesAModelOfItsOwn() throws IOException {
        String valid = shipped();
        DmnReader.read(valid).getDefinitions().setName("Changed");

        assertThat(DmnReader.read(valid).getDefinitions().getName()).isNotEqualTo("Changed");
    }

    private static String shipped() throws IOException {
        return new ClassPathResource("dmn/ny-drive-clean.dmn").getContentAsString(StandardCharsets.UTF_8);
    }
}
