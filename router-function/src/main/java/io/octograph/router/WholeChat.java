package io.octograph.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiException;
import io.octograph.openai.BodyEdit;
import io.octograph.openai.Completion;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Decision;
import io.octograph.traversal.WalkListener;
import java.util.Map;
import java.util.Optional;

/** An answer in one piece. */
public record WholeChat(byte[] json, Map<String, String> headers) {

  /**
   * Walks to the end.
   *
   * @throws ApiException if there is no answer
   * @throws InterruptedException if the client has gone
   */
  public static WholeChat of(Walks.Walk walk) throws InterruptedException {
    RoutedRequest request = walk.request();
    Facts facts = new Facts(request);
    Answer answer =
        walk.run(
            new WalkListener() {
              @Override
              public void decided(String master, Decision decision) {
                facts.entered(master);
              }

              @Override
              public void called(Call call, boolean last) {
                facts.called(call, last);
              }
            });
    if (answer.failed()) {
      throw walk.error(answer).exception();
    }
    return new WholeChat(json(walk, answer, facts), facts.headers());
  }

  private static byte[] json(Walks.Walk walk, Answer answer, Facts facts) {
    Completion completion = new Completion("chatcmpl-" + walk.id(), walk.createdSeconds());
    boolean receipt = walk.request().receipt();
    ObjectNode usage = ReceiptJson.usage(answer.receipt().usage());
    Optional<byte[]> verbatim = walk.caller().answer(answer.source());
    if (verbatim.isPresent()) {
      BodyEdit body = completion.whole(verbatim.get(), facts.model());
      if (answer.receipt().calls().size() > 1) {
        body.set("usage", usage);
      }
      if (receipt) {
        ObjectNode ours = ReceiptJson.of(answer.receipt());
        functions(verbatim.get()).ifPresent(called -> ours.set("functions", called));
        body.set("octograph", ours);
      }
      return body.bytes();
    }
    ObjectNode body = completion.whole(answer.content(), answer.finishReason(), facts.model());
    body.set("usage", usage);
    if (receipt) {
      body.set("octograph", ReceiptJson.of(answer.receipt()));
    }
    return Json.bytes(body);
  }

  /** What an agent node called, as its worker says it. */
  private static Optional<JsonNode> functions(byte[] answer) {
    return Json.object(answer)
        .map(body -> body.path("octograph").path("functions"))
        .filter(JsonNode::isArray);
  }
}
