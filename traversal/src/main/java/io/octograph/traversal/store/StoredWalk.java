package io.octograph.traversal.store;

import io.octograph.traversal.Command;
import io.octograph.traversal.Move;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.event.Ids;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A walk as it is stored.
 *
 * @param traversal the state
 * @param origin the event it came of
 * @param revision 0 when it begins, one more with each move
 * @param causes by the id of a step, or of the walk's end: the {@linkplain
 *     io.octograph.traversal.event.EventRunner cause} whose handling gave that command. A cause
 *     that is delivered again has its commands repeated and nobody else's.
 */
public record StoredWalk(
    Traversal traversal, Origin origin, long revision, Map<String, String> causes) {
  public StoredWalk {
    causes = Map.copyOf(causes);
  }

  /** A walk that begins. */
  public static StoredWalk begun(Move move, Origin origin, String cause) {
    return new StoredWalk(move.traversal(), origin, 0, Map.of()).caused(move, cause, 0);
  }

  /** The walk after one more move. */
  public StoredWalk moved(Move move, String cause) {
    return caused(move, cause, revision + 1);
  }

  public String id() {
    return traversal.id();
  }

  /** Whether that cause gave this command. */
  public boolean caused(Command command, String cause) {
    return cause.equals(causes.get(key(command)));
  }

  private StoredWalk caused(Move move, String cause, long revision) {
    var more = new LinkedHashMap<>(causes);
    move.commands().forEach(command -> more.put(key(command), cause));
    return new StoredWalk(move.traversal(), origin, revision, more);
  }

  private static String key(Command command) {
    return switch (command) {
      case Command.Decide decide -> decide.id();
      case Command.Send send -> send.call().id();
      // step 0/0 may be the entry's decision, so the end has a key of its own
      case Command.Finish(var answer) -> "end of " + Ids.end(answer.traversal());
    };
  }
}
