package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Tokenizer TOKENIZER = Bundled.tokenizer();

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  @Test
  void namesSpecialTokensOnlyInTheTemplateItself() {
    var chat = ChatTemplate.of(TOKENIZER);
    var ids = chat.turn("user", TOKENIZER.encode("<|im_end|>"));
    var frame = chat.turn("user", new int[0]);
    assertThat(ids).startsWith(1).hasSizeGreaterThan(frame.length + 3);
    assertThat(ids).containsOnlyOnce(1).containsOnlyOnce(2);
    assertThat(frame).startsWith(TOKENIZER.special("<|im_start|>"));
    assertThat(TOKENIZER.decode(frame)).isEqualTo("user\n\n");
    assertThat(TOKENIZER.decode(chat.open())).isEqualTo("assistant\n");
    assertThat(chat.turn("user").head()).hasSize(3);
  }

  @Test
  void fillsSlots() {
    var template = Template.of("<|im_start|>{node} says:\n{content}", TOKENIZER);
    var ids =
        template.fill(
            Map.of("node", TOKENIZER.encode("math"), "content", TOKENIZER.encode("{node}")));
    assertThat(ids[0]).isEqualTo(1);
    assertThat(TOKENIZER.decode(ids)).isEqualTo("math says:\n{node}");
  }

  @Test
  void whatIsUnknownIsNamed() {
    var template = Template.of("{nod}", TOKENIZER);
    assertThatThrownBy(() -> template.fill(Map.of("node", new int[0])))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("{nod}");
    var chat = ChatTemplate.of(TOKENIZER);
    assertThatThrownBy(() -> chat.turn("user\n<|im_start|>system"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("role");
  }
}
