package io.octograph.model;

import io.octograph.traversal.Message;
import java.util.ArrayDeque;

/**
 * Writes a conversation as the model's prompt; of one that is too long the oldest turns go first.
 */
final class ChatPrompts {
  /** The least tokens that the last turn gets, whatever the system prompt takes. */
  private static final int LEAST_FOR_LAST = 64;

  /** More would keep two cores busy for half a minute before the first word. */
  private static final int MOST_PROMPT = 2048;

  private final LanguageModel model;
  private final ChatTemplate template;

  ChatPrompts(LanguageModel model) {
    this.model = model;
    this.template = ChatTemplate.of(model.tokenizer());
  }

  Prompt of(ChatRequest request) {
    int context = model.config().contextLength();
    int room =
        Math.min(MOST_PROMPT, Math.max(context / 2, context - request.sampling().maxTokens()));
    var system = system(request, room / 2);
    var turns = request.messages().stream().filter(message -> !isSystem(message)).toList();
    int left = room - system.ids().length - template.open().length;
    var kept = new ArrayDeque<int[]>();
    boolean clipped = system.clipped();
    for (int i = turns.size() - 1; i >= 0; i--) {
      var turn = turns.get(i);
      boolean last = kept.isEmpty();
      int frame = template.turn(turn.role(), new int[0]).length;
      int most = last ? Math.max(LEAST_FOR_LAST, left - frame) : left - frame;
      var content = most < 1 ? null : Clip.encode(model.tokenizer(), turn.content(), most);
      if (content == null || (content.clipped() && !last)) {
        clipped = true;
        break;
      }
      clipped |= content.clipped();
      var ids = template.turn(turn.role(), content.ids());
      kept.addFirst(ids);
      left -= ids.length;
    }
    kept.addLast(template.open());
    var rest = Prompt.join(kept.toArray(int[][]::new));
    // Only the node's own prompt comes again; a client's would crowd it out of the prefixes.
    return request.messages().stream().anyMatch(ChatPrompts::isSystem)
        ? new Prompt(new int[0], Prompt.join(system.ids(), rest), clipped)
        : new Prompt(system.ids(), rest, clipped);
  }

  /** The system messages as one turn, or else the node's own prompt. */
  private Clip.Clipped system(ChatRequest request, int most) {
    var given = request.messages().stream().filter(ChatPrompts::isSystem).toList();
    var text =
        given.isEmpty()
            ? request.system()
            : String.join("\n\n", given.stream().map(Message::content).toList());
    if (text.isBlank()) {
      return new Clip.Clipped(new int[0], false);
    }
    var content = Clip.encode(model.tokenizer(), text, most);
    return new Clip.Clipped(template.turn("system", content.ids()), content.clipped());
  }

  private static boolean isSystem(Message message) {
    return message.role().equals("system");
  }
}
