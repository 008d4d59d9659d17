package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every test case of RFC 7396, appendix A, and the example of its section 3. */
class MergePatchTests {

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'a':'b'};           {'a':'c'};                   {'a':'c'}",
                "{'a':'b'};           {'b':'c'};                   {'a':'b','b':'c'}",
                "{'a':'b'};           {'a':null};                  {}",
                "{'a':'b','b':'c'};   {'a':null};                  {'b':'c'}",
                "{'a':['b']};         {'a':'c'};                   {'a':'c'}",
                "{'a':'c'};           {'a':['b']};                 {'a':['b']}",
                "{'a':{'b':'c'}};     {'a':{'b':'d','c':null}};    {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]};   {'a':[1]};                   {'a':[1]}",
                "['a','b'];           ['c','d'];                   ['c','d']",
                "{'a':'b'};           ['c'];                       ['c']",
                "{'a':'foo'};         null;                        null",
                "{'a':'foo'};         'bar';                       'bar'",
                "{'e':null};          {'a':1};                     {'e':null,'a':1}",
                "[1,2];               {'a':'b','c':null};          {'a':'b'}",
                "{};                  {'a':{'bb':{'ccc':null}}};   {'a':{'bb':{}}}",
            })
    void isWhatTheStandardSays(String target, String patch, String result) {
        assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(result));
    }

    @Test
    void patchesADocumentOfManyLevels() {
        JsonNode target = json("{'title':'Goodbye!','author':{'givenName':'John','familyName':'Doe'},"
                + "'tags':['example','sample'],'content':'This will be unchanged'}");
        JsonNode patch = json("{'title':'Hello!','phoneNumber':'+01-123-456-7890','author':{'familyName':null},"
                + "'tags':['example']}");

        assertThat(MergePatch.apply(target, patch))
                .isEqualTo(json("{'title':'Hello!','author':{'givenName':'John'},'tags':['example'],"
                        + "'content':'This will be unchanged','phoneNumber':'+01-123-456-7890'}"));
    }

    @Test
    void changesNeitherArgument() {
        JsonNode target = json("{'a':{'b':1},'c':[1]}");
        JsonNode patch = json("{'a':{'b':null,'d':{'e':2}},'c':{'f':3}}");

        JsonNode result = MergePatch.apply(target, patch);
        ((com.fasterxml.jackson.databind.node.ObjectNode) result.at("/a/d")).put("e", "changed later");

        assertThat(target).isEqualTo(json("{'a':{'b':1},'c':[1]}"));
        assertThat(patch).isEqualTo(json("{'a':{'b':null,'d':{'e':2}},'c':{'f':3}}"));
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'));
    }
}
