package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which groups are compatible; every reason is reported, not only the first. */
class GroupCompatibilityTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {
                "ACTIVE;     ACTIVE;   rebate, vpp; rebate; homeowners;          homeowners, tenants; none",
                "ACTIVE;     ACTIVE;   rebate;      rebate; none;                none;                none",
                "ACTIVE;     ACTIVE;   rebate;      rebate; none;                tenants;             none",
                "DRAFT;      ACTIVE;   rebate;      rebate; none;                none;                template-version-not-active",
                "DEPRECATED; ACTIVE;   rebate;      rebate; none;                none;                template-version-not-active",
                "ARCHIVED;   ACTIVE;   rebate;      rebate; none;                none;                template-version-not-active",
                "ACTIVE;     INACTIVE; rebate;      rebate; none;                none;                group-not-active",
                "ACTIVE;     ACTIVE;   vpp;         rebate; none;                none;                program-type-not-eligible",
                "ACTIVE;     ACTIVE;   none;        rebate; none;                none;                program-type-not-eligible",
                "ACTIVE;     ACTIVE;   rebate;      none;   none;                none;                program-without-type",
                "ACTIVE;     ACTIVE;   rebate;      rebate; homeowners;          tenants;             no-shared-tag",
                "ACTIVE;     ACTIVE;   rebate;      rebate; homeowners;          none;                no-shared-tag",
                "DRAFT;      INACTIVE; vpp;         rebate; homeowners;          tenants;"
                        + " template-version-not-active, group-not-active, program-type-not-eligible, no-shared-tag",
            })
    void tellsEveryReason(
            VersionStatus status,
            GroupStatus group,
            @Nullable String eligible,
            @Nullable String programType,
            @Nullable String suitableFor,
            @Nullable String tags,
            @Nullable String reasons) {
        GroupDetails details = new GroupDetails("g", "Group", "", group, words(tags), words(eligible), null);
        GroupCompatibility compatibility =
                GroupCompatibility.of(new TemplateRef("rebate", 1), status, words(suitableFor), details, programType);
        assertThat(compatibility.reasons())
                .extracting(GroupCompatibility.Reason::code)
                .containsExactlyElementsOf(words(reasons));
        assertThat(compatibility.isCompatible()).isEqualTo(reasons == null);
        assertThat(compatibility.reasons())
                .allSatisfy(reason -> assertThat(reason.message()).endsWith("."));
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(", *"));
    }
}
