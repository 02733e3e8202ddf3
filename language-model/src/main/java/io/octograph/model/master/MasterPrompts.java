package io.octograph.model.master;

import io.octograph.model.ChatTemplate;
import io.octograph.model.Clip;
import io.octograph.model.Prompt;
import io.octograph.model.Template;
import io.octograph.model.Tokenizer;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a master is asked: the query alone, or the last turns before it, or the answers after
 * it; then the head of its own turn. A graph's knowledge is in the weights, so nothing of the graph
 * stands here.
 */
final class MasterPrompts {
  private static final String USER = Message.USER;
  private static final String ASSISTANT = "assistant";

  /** What a follow-up refers to stands in the last exchange or the one before. */
  static final int MOST_TURNS = 4;

  private final MasterFile file;
  private final Tokenizer tokenizer;
  private final ChatTemplate chat;
  private final Optional<Template> answer;
  private final int[] start;

  MasterPrompts(MasterFile file, Tokenizer tokenizer) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.chat = new ChatTemplate(file.prompt().turn(), file.prompt().open(), tokenizer);
    this.start = Template.of(file.prompt().start(), tokenizer).fill(Map.of());
    this.answer = file.continuation().map(part -> Template.of(part.answer(), tokenizer));
  }

  /**
   * What a master reads for an ask.
   *
   * @param question the query as it is read, before it was clipped
   * @param questionTokens of it alone, after it was clipped
   * @param copied ids that a rewrite may copy: those of the turns before the query, and its own
   */
  record Asked(Prompt prompt, String question, int questionTokens, int[] copied) {}

  Asked of(Ask ask) {
    var plain = PlainQuestion.of(ask.question());
    var question = Clip.encode(tokenizer, plain, file.clip().query());
    var turn = chat.turn(USER, question.ids());
    var history = history(ask.messages());
    var answers = answers(ask.answers());
    if (history.length > 0) {
      var rest = Prompt.join(history, turn, answers, chat.open());
      var prompt = new Prompt(start, rest, question.clipped());
      var copied = Prompt.join(history, question.ids());
      return new Asked(prompt, plain, question.ids().length, copied);
    }
    var prefix = prefix();
    var own = Arrays.copyOfRange(turn, prefix.length - start.length, turn.length);
    var rest = Prompt.join(own, answers, chat.open());
    var prompt = new Prompt(prefix, rest, question.clipped());
    return new Asked(prompt, plain, question.ids().length, question.ids());
  }

  /** What every prompt without a history begins with. */
  int[] prefix() {
    return Prompt.join(start, chat.turn(USER).head());
  }

  /** The last turns before the question, each by head and tail. */
  private int[] history(List<Message> messages) {
    var turns = new ArrayDeque<int[]>();
    for (int i = lastQuestion(messages) - 1; i >= 0 && turns.size() < MOST_TURNS; i--) {
      var message = messages.get(i);
      boolean said = message.role().equals(USER) || message.role().equals(ASSISTANT);
      if (said && !message.content().isBlank()) {
        var content = Clip.encode(tokenizer, message.content(), file.clip().history());
        turns.addFirst(chat.turn(message.role(), content.ids()));
      }
    }
    return Prompt.join(turns.toArray(int[][]::new));
  }

  private int[] answers(List<Part> answers) {
    if (answers.isEmpty()) {
      return new int[0];
    }
    int each = Math.max(1, file.clip().query() / answers.size());
    var written = new ArrayList<int[]>();
    for (var part : answers) {
      written.add(answer(part, each));
    }
    return Prompt.join(written.toArray(int[][]::new));
  }

  private int[] answer(Part part, int most) {
    var content = Clip.encode(tokenizer, part.content(), most).ids();
    if (answer.isEmpty()) {
      return chat.turn(ASSISTANT, content);
    }
    var filled =
        answer
            .get()
            .fill(
                Map.of(
                    "node", tokenizer.encode(part.node()),
                    "question", Clip.encode(tokenizer, part.question(), most).ids(),
                    "content", content));
    return chat.turn(ASSISTANT, filled);
  }

  private static int lastQuestion(List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals(USER) && !messages.get(i).content().isBlank()) {
        return i;
      }
    }
    return 0;
  }
}
