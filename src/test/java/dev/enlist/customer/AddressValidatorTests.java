package dev.enlist.customer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressValidatorTests {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private static List<String> faults(String state, String postalCode, String country) {
        return VALIDATOR.validate(new Address("123 Main St", null, "New York", state, postalCode, country)).stream()
                .map(violation -> violation.getPropertyPath().toString())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "NY, 10001, US",
                "NY, 10001-0001, USA",
                "NY, 10001, -",
                "PR, 00901, US",
                "-, -, -",
                "-, -, US",
                "ON, K1A 0B1, CA",
                "Bayern, 80331, DEU",
                "-, SW1A 1AA, GB",
            })
    void letsAddressesPass(String state, String postalCode, String country) {
        assertThat(faults(state, postalCode, country)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ON, 10001, US, state",
                "ny, 10001, -, state",
                "New York, 10001, USA, state",
                "NY, 1001, US, postalCode",
                "NY, 10001-1, US, postalCode",
                "NY, 10001 0001, US, postalCode",
                "NY, K1A 0B1, -, postalCode",
                "NY, 10001, XX, country",
                "NY, 10001, us, country",
                "NY, 10001, U, country",
            })
    void namesThePartThatIsWrong(String state, String postalCode, String country, String part) {
        assertThat(faults(state, postalCode, country)).containsExactly(part);
    }

    @Test
    void namesEveryPartThatIsWrong() {
        assertThat(faults("ZZ", "abc", null)).containsExactly("postalCode", "state");
    }

    @Test
    void knowsThatAMissingCountryIsTheUnitedStates() {
        assertThat(new Address(null, null, null, "NY", null, null).inUnitedStates())
                .isTrue();
        assertThat(new Address(null, null, null, "NY", null, "USA").inUnitedStates())
                .isTrue();
        assertThat(new Address(null, null, null, "ON", null, "CA").inUnitedStates())
                .isFalse();
    }
}
