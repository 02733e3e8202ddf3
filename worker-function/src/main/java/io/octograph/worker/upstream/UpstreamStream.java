package io.octograph.worker.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.CallFailure;
import io.octograph.openai.EventSplitter;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Json;
import io.octograph.worker.ChatAnswer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A server's stream, passed on in whole events as they arrive, and watched: one that ends without
 * {@code [DONE]} or a {@code finish_reason} was cut off, whatever the connection says.
 */
final class UpstreamStream implements ChatAnswer.Stream {
  private final String node;
  private final HttpReply reply;
  private final EventSplitter splitter = new EventSplitter();
  private Passed pending = Passed.NOTHING; // read, but not passed on yet
  private boolean answered; // an event with data has come
  private boolean finished; // the answer is whole
  private boolean done; // and said so

  private UpstreamStream(String node, HttpReply reply) {
    this.node = node;
    this.reply = reply;
  }

  /** Reads up to the first event that says whether the answer begins well. */
  static Attempt.Outcome open(String node, HttpReply reply)
      throws CallFailure, InterruptedException {
    UpstreamStream stream = new UpstreamStream(node, reply);
    Passed head = Passed.NOTHING;
    while (!stream.answered && head.error().isEmpty()) {
      Optional<byte[]> piece = reply.next();
      if (piece.isEmpty()) {
        return new Attempt.Elsewhere(Refusal.garbage(node, "its stream ended before it began"));
      }
      head = head.and(stream.pass(piece.get()));
    }
    if (!stream.answered) {
      return new Attempt.Elsewhere(head.error().orElseThrow());
    }
    stream.pending = head;
    return new Attempt.Answered(stream);
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    while (true) {
      if (pending.bytes().length > 0) {
        byte[] bytes = pending.bytes();
        pending = new Passed(new byte[0], pending.error());
        return Optional.of(bytes);
      }
      if (pending.error().isPresent()) {
        throw pending.error().get().exception();
      }
      if (done) {
        reply.finish();
        return Optional.empty();
      }
      Optional<byte[]> piece = read();
      if (piece.isEmpty()) {
        return Optional.empty();
      }
      pending = pass(piece.get());
    }
  }

  @Override
  public void close() {
    reply.close();
  }

  private Optional<byte[]> read() throws InterruptedException {
    try {
      Optional<byte[]> piece = reply.next();
      if (piece.isEmpty() && !finished) {
        throw Refusal.cutOff(node).exception();
      }
      return piece;
    } catch (CallFailure e) {
      if (finished) {
        return Optional.empty(); // some servers hang up rather than end politely
      }
      throw Refusal.of(node, e).exception();
    }
  }

  /** Whole events that may go on to the client, and what is wrong with the one after them. */
  private record Passed(byte[] bytes, Optional<ApiError> error) {
    static final Passed NOTHING = new Passed(new byte[0], Optional.empty());

    Passed and(Passed next) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(bytes);
      both.writeBytes(next.bytes);
      return new Passed(both.toByteArray(), next.error);
    }
  }

  private Passed pass(byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<EventSplitter.Event> events;
    try {
      events = splitter.feed(piece);
    } catch (IllegalStateException e) {
      return new Passed(new byte[0], Optional.of(Refusal.garbage(node, "it sends no events")));
    }
    for (EventSplitter.Event event : events) {
      Optional<ApiError> wrong = judge(event);
      if (wrong.isPresent()) {
        return new Passed(out.toByteArray(), wrong);
      }
      out.writeBytes(event.bytes());
    }
    return new Passed(out.toByteArray(), Optional.empty());
  }

  private Optional<ApiError> judge(EventSplitter.Event event) {
    if (event.data().isEmpty()) {
      return Optional.empty(); // a comment, e.g. to keep the connection alive
    }
    if (event.isDone()) {
      answered = true;
      finished = true;
      done = true;
      return Optional.empty();
    }
    Optional<ObjectNode> json = Json.object(event.data());
    if (json.isEmpty()) {
      return Optional.of(Refusal.garbage(node, "an event of its stream is not JSON"));
    }
    JsonNode error = json.get().path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      return Optional.of(Refusal.said(node, error));
    }
    answered = true;
    for (JsonNode choice : json.get().path("choices")) {
      finished |= choice.path("finish_reason").isTextual();
    }
    return Optional.empty();
  }
}
