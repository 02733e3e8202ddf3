package io.octograph.model.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.octograph.graph.Schema;
import io.octograph.model.Bundled;
import io.octograph.model.Logits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schema lets a model write, checked by another reader of JSON Schema. */
class ParametersTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int VOCABULARY = 49152;
  private static final String QUERY = "Tell Ann-Marie \"I'm 5 min late\"，明天见 🐙!";
  private static final TokenTexts TEXTS = TokenTexts.read(Bundled.FOLDER.resolve("tokenizer.json"));

  /** Each keyword that there is, with its edges; of e-mail, the other reader knows the endings. */
  static Stream<String> properties() {
    return Stream.of(
        "{}",
        "{'a':{'type':'string','minLength':1,'maxLength':5}}",
        "{'a':{'type':'string','minLength':30}}",
        "{'a':{'type':'string','x-from-query':true,'minLength':2,'maxLength':12}}",
        "{'a':{'type':'array','items':{'type':'string','x-from-query':true},'maxItems':3}}",
        "{'a':{'enum':['work','with ~quotes~ and \\\\','日历',7,true,null]}}",
        "{'a':{'const':'x'}}",
        "{'a':{'type':'string','format':'date-time'}}",
        "{'a':{'type':'string','format':'date'}}",
        "{'a':{'type':'string','format':'time'}}",
        "{'a':{'type':'string','format':'uuid'}}",
        "{'a':{'type':'string','pattern':'^[A-Z]{2}-\\\\d{1,3}(\\\\.[a-f]+)?$'}}",
        "{'a':{'type':'string','pattern':'cat|dog'}}",
        "{'a':{'type':'string','pattern':'^[^a-z]{3,6}$'}}",
        "{'a':{'type':'string','pattern':'^(甲|乙)\\\\s.$'}}",
        "{'a':{'type':'integer'}}",
        "{'a':{'type':'integer','minimum':-17,'maximum':105}}",
        "{'a':{'type':'integer','exclusiveMinimum':9,'exclusiveMaximum':11}}",
        "{'a':{'type':'integer','minimum':1999}}",
        "{'a':{'type':'number','minimum':-0.35,'maximum':12.5}}",
        "{'a':{'type':'number','minimum':0.5,'maximum':0.5}}",
        "{'a':{'type':'number'}}",
        "{'a':{'type':'boolean'}}",
        "{'a':{'type':['integer','null'],'minimum':3}}",
        "{'a':{'type':'array','items':{'type':'integer','minimum':0,'maximum':9},'minItems':2,"
            + "'maxItems':4}}",
        "{'a':{'type':'array','items':{'type':'string','maxLength':2}}}",
        "{'a':{'type':'array','items':{'type':'null'},'maxItems':0}}",
        "{'a':{'anyOf':[{'type':'integer','minimum':5,'maximum':7},{'type':'string',"
            + "'format':'date'}]}}",
        "{'a':{'type':'object','properties':{'x':{'type':'number','minimum':0,'maximum':1},"
            + "'y':{'type':'object','properties':{'deep':{'type':'boolean'}}}},'required':['x']},"
            + "'b':{'type':'string','maxLength':3},'c':{'type':'boolean'}}");
  }

  @ParameterizedTest
  @MethodSource("properties")
  void whateverTheLogitsWhatIsWrittenIsValid(String properties) throws IOException {
    for (var required : List.of("", "'a'")) {
      if (properties.equals("{}") && !required.isEmpty()) {
        continue;
      }
      var schema = schema(properties, required);
      var parameters = new Parameters(schema, TEXTS);
      var validator = validator(schema);
      for (int seed = 0; seed < 8; seed++) {
        var written = write(parameters, 120, seed);
        assertThat(validator.validate(MAPPER.readTree(written))).as(written).isEmpty();
      }
    }
  }

  @Test
  void closesWhenTheBudgetIsNear() throws IOException {
    var schema =
        schema(
            "{'a':{'type':'array','items':{'type':'string','minLength':4}},'b':{'type':'integer'}}",
            "'a','b'");
    var parameters = new Parameters(schema, TEXTS);
    var validator = validator(schema);
    for (int budget = parameters.shortest(); budget < parameters.shortest() + 12; budget++) {
      for (int seed = 0; seed < 4; seed++) {
        var written = write(parameters, budget, seed);
        assertThat(validator.validate(MAPPER.readTree(written))).as(written).isEmpty();
      }
    }
    assertThat(parameters.begin(QUERY, parameters.shortest() - 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'type':'integer','minimum':5,'maximum':480}} | {\"a\":5} {\"a\":480} {\"a\":99} |"
            + " {\"a\":4} {\"a\":481} {\"a\":05} {\"a\":-5} {\"a\":5.0} {\"a\":}",
        "{'a':{'type':'integer','minimum':-12,'maximum':3}} | {\"a\":-12} {\"a\":-1} {\"a\":0}"
            + " {\"a\":3} | {\"a\":-13} {\"a\":4} {\"a\":-0} {\"a\":10}",
        "{'a':{'type':'number','minimum':0.5,'maximum':2.75}} | {\"a\":0.5} {\"a\":1} {\"a\":2.75}"
            + " {\"a\":2.7} {\"a\":1.999999} | {\"a\":0} {\"a\":0.49} {\"a\":2.751} {\"a\":2.8}"
            + " {\"a\":3} {\"a\":1.} {\"a\":.5}",
        "{'a':{'type':'string','format':'date'}} | {\"a\":\"2028-02-29\"} {\"a\":\"2000-02-29\"}"
            + " {\"a\":\"2026-12-31\"} | {\"a\":\"2026-02-29\"} {\"a\":\"1900-02-29\"}"
            + " {\"a\":\"2026-04-31\"} {\"a\":\"2026-13-01\"} {\"a\":\"tomorrow\"}",
        "{'a':{'type':'string','format':'date-time'}} | {\"a\":\"2026-03-04T09:00:00Z\"}"
            + " {\"a\":\"2026-03-04T23:59:59.5+08:00\"} | {\"a\":\"2026-03-04\"}"
            + " {\"a\":\"2026-03-04T24:00:00Z\"} {\"a\":\"2026-03-04T09:00:00\"}",
        "{'a':{'type':'string','format':'email'}} | {\"a\":\"kenji@corp.example\"}"
            + " {\"a\":\"a.b+c@x-y.co.uk\"} | {\"a\":\"kenji\"} {\"a\":\"a@b\"} {\"a\":\"a..b@c.de\"}"
            + " {\"a\":\"@b.de\"}",
        "{'a':{'type':'string','maxLength':3}} | {\"a\":\"\"} {\"a\":\"日本語\"} {\"a\":\"🐙🐙🐙\"}"
            + " {\"a\":\"\\\"\\n\\\\\"} | {\"a\":\"abcd\"} {\"a\":\"a\"b\"} {\"a\":\"\\u0041\"}"
            + " {\"a\":null}",
        "{'a':{'type':'string','pattern':'^ab+$'}} | {\"a\":\"abb\"} | {\"a\":\"a\"}"
            + " {\"a\":\"xab\"}",
        "{'a':{'type':'string','x-from-query':true,'maxLength':14}} | {\"a\":\"Ann\"}"
            + " {\"a\":\"Ann-Marie\"} {\"a\":\"late\\\"\"} {\"a\":\"I'm\"} {\"a\":\"明天\"}"
            + " {\"a\":\"🐙!\"} | {\"a\":\"\"} {\"a\":\"An\"} {\"a\":\"arie\"} {\"a\":\"ann\"}"
            + " {\"a\":\"late {\"a\":\"Ann-Marie\"I\"} {\"a\":\"Bob\"} {\"a\":\"-Marie\"}",
        "{'a':{'type':'boolean'},'b':{'enum':['x']}} | {} {\"a\":true} {\"b\":\"x\"}"
            + " {\"a\":false,\"b\":\"x\"} | {,} {\"b\":\"x\",\"a\":true} {\"a\":true,} {\"c\":1}",
        "{'a':{'type':'array','items':{'enum':[1]},'minItems':1,'maxItems':2}} | {\"a\":[1]}"
            + " {\"a\":[1,1]} | {\"a\":[]} {\"a\":[1,1,1]} {\"a\":[1,]}",
      })
  void describes(String properties, String in, String out) throws IOException {
    var begin = Grammar.of(Schema.read(schema(properties, "")), QUERY);
    for (var text : in.split(" ")) {
      assertThat(begin.after(text.getBytes("UTF-8")).accepts()).as(text).isTrue();
    }
    for (var text : out.split(" ")) {
      assertThat(begin.after(text.getBytes("UTF-8")).accepts()).as(text).isFalse();
    }
  }

  /** What a query does not say cannot be written: no name that a model makes up. */
  @Test
  void copiesWordsOfTheQuery() throws IOException {
    var schema = schema("{'a':{'type':'string','x-from-query':true}}", "'a'");
    var parameters = new Parameters(schema, TEXTS);
    for (int seed = 0; seed < 40; seed++) {
      var written = MAPPER.readTree(write(parameters, 120, seed)).path("a").asText();
      assertThat(written).isNotBlank();
      assertThat(QUERY).contains(written);
    }
    assertThat(parameters.begin(" \u0000 ", 120)).isEmpty();
  }

  @Test
  void aTelephoneNumberIsCopiedWithItsPlus() throws IOException {
    var schema = Schema.read(schema("{'a':{'type':'string','x-from-query':true}}", "'a'"));
    var begin = Grammar.of(schema, "text +44 7700 900123: on my way");
    var written = "{\"a\":\"+44 7700 900123\"}".getBytes("UTF-8");
    assertThat(begin.after(written).accepts()).isTrue();
  }

  @Test
  void theMaskIsWhatTheBytesSay() throws IOException {
    var schema = schema("{'a':{'type':'string','maxLength':9},'b':{'type':'integer'}}", "'b'");
    var begin = Grammar.of(Schema.read(schema), QUERY);
    for (var written : List.of("", "{\"", "{\"a\":\"", "{\"a\":\"ab", "{\"b\":-4", "{\"b\":4}")) {
      var state = begin.after(written.getBytes("UTF-8"));
      var mask = TEXTS.allowed(state);
      for (int id = 0; id < VOCABULARY; id++) {
        var text = TEXTS.of(id);
        boolean allowed = text.length > 0 && !state.after(text).dead();
        assertThat(mask.get(id)).as("token %d after %s", id, written).isEqualTo(allowed);
      }
    }
  }

  @Test
  void knowsTheBytesOfTheVocabulary() {
    var tokenizer = Bundled.tokenizer();
    for (var text : List.of("Hello, world! {\"a\": 12}", "今天深圳天气如何？", "naïve 🐙 über")) {
      var bytes = new java.io.ByteArrayOutputStream();
      IntStream.of(tokenizer.encode(text)).forEach(id -> bytes.writeBytes(TEXTS.of(id)));
      assertThat(bytes.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(text);
    }
    tokenizer.specials().values().forEach(id -> assertThat(TEXTS.of(id)).isEmpty());
    tokenizer.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'type':'string','contentEncoding':'base64'}} | a has the keyword"
            + " \"contentEncoding\"",
        "{'a':{'type':'integer','multipleOf':5}} | a has the keyword \"multipleOf\"",
        "{'a':{'$ref':'#/x'}} | a has no type"
      })
  void refusesWhatItCannotHoldTo(String properties, String message) throws IOException {
    var schema = schema(properties, "");
    assertThatThrownBy(() -> new Parameters(schema, TEXTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static final float[] NOISE = noise();

  private static float[] noise() {
    var random = new SplittableRandom(0);
    var noise = new float[2 * VOCABULARY];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble();
    }
    return noise;
  }

  /** Whatever comes, in any order: as far from a model that knows the schema as can be. */
  private static String write(Parameters parameters, int budget, long seed) {
    var random = new SplittableRandom(seed);
    int least = parameters.shortest();
    var writing = parameters.begin(QUERY, Math.max(budget, least)).orElseThrow();
    int tokens = 0;
    while (!writing.done()) {
      int from = random.nextInt(VOCABULARY);
      var logits = Arrays.copyOfRange(NOISE, from, from + VOCABULARY);
      writing.pick(new Logits(logits, new float[] {9, 9}, VOCABULARY));
      tokens++;
      assertThat(tokens).isLessThanOrEqualTo(Math.max(budget, least));
    }
    return writing.text();
  }

  private static JsonNode schema(String properties, String required) throws IOException {
    return MAPPER.readTree(
        "{'type':'object','additionalProperties':false,'properties':%s,'required':[%s]}"
            .formatted(properties, required)
            .replace('\'', '"')
            .replace("~", "\\\""));
  }

  private static JsonSchema validator(JsonNode schema) {
    var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config);
  }
}
