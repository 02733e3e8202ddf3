package io.octograph.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * A graph's file that may change while it is in use. It holds the last good graph: a bad file keeps
 * it and shows its problems. Whoever owns it calls {@link #refresh} now and then, and tells health,
 * log and metrics. Safe for use by several threads.
 */
public final class GraphFile {
  /** A file changed more recently may change again within the same tick of its clock. */
  private static final Duration TICK = Duration.ofSeconds(3);

  /** Stands for what could not be read; an empty file is another thing. */
  private static final byte[] UNREAD = new byte[0];

  private final String name;
  private final Access access;
  private final GraphReader reader;
  private final InstantSource clock;
  private volatile State state;

  /** What {@link #refresh} found. */
  public enum Change {
    /** The file is what it was. */
    NONE,
    /** A new graph is in use from now on. */
    RELOADED,
    /** The file has problems, other than before; the graph stays. */
    REFUSED
  }

  /** The file itself; tests bring one of their own. */
  public interface Access {
    /** When it was changed last. */
    Instant changed() throws IOException;

    /**
     * All of it, or a little more than {@link GraphReader#MAX_BYTES} of a file that is too large.
     */
    byte[] bytes() throws IOException;
  }

  /**
   * @param problems of the file as it is now; empty when {@code graph} is what it says
   * @param stamp of the file when it was read
   * @param since when the file last turned to what it is now
   */
  private record State(
      Graph graph, List<Problem> problems, byte[] bytes, Stamp stamp, Instant since) {}

  /**
   * @param settled whether the change was so long ago that the time alone shows the next one
   */
  private record Stamp(Instant changed, boolean settled) {}

  /**
   * Reads the file for the first time.
   *
   * @param name of the file, for problems
   * @throws InvalidGraphException if there is no graph to begin with
   */
  public GraphFile(String name, Access access, GraphReader reader, InstantSource clock) {
    this.name = name;
    this.access = access;
    this.reader = reader;
    this.clock = clock;
    try {
      Stamp stamp = stamp();
      byte[] bytes = access.bytes();
      Graph graph = reader.read(bytes, name);
      this.state = new State(graph, List.of(), bytes, stamp, clock.instant());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * @throws InvalidGraphException if there is no graph to begin with
   */
  public static GraphFile of(Path file, GraphReader reader) {
    return new GraphFile(
        String.valueOf(file.getFileName()), new OnDisk(file), reader, InstantSource.system());
  }

  /** The last good graph. A walk keeps the one that it began with. */
  public Graph graph() {
    return state.graph;
  }

  /** What is wrong with the file as it is now; empty when {@link #graph} is what it says. */
  public List<Problem> problems() {
    return state.problems;
  }

  /** When the file last turned to what it is now, as far as it was looked at. */
  public Instant since() {
    return state.since;
  }

  /** Looks at the file, and reads it if it is not what it was. Never throws for a bad file. */
  public synchronized Change refresh() {
    State last = state;
    try {
      Stamp stamp = stamp();
      if (stamp.equals(last.stamp) && stamp.settled) {
        return Change.NONE;
      }
      return turn(last, access.bytes(), stamp);
    } catch (IOException e) {
      return refuse(last, UNREAD, new Stamp(Instant.MIN, false), unreadable(e).problems());
    }
  }

  private Change turn(State last, byte[] bytes, Stamp stamp) {
    if (last.bytes != UNREAD && Arrays.equals(bytes, last.bytes)) {
      state = new State(last.graph, last.problems, bytes, stamp, last.since);
      return Change.NONE;
    }
    try {
      Graph graph = reader.read(bytes, name);
      state = new State(graph, List.of(), bytes, stamp, clock.instant());
      return Change.RELOADED;
    } catch (InvalidGraphException e) {
      return refuse(last, bytes, stamp, e.problems());
    }
  }

  private Change refuse(State last, byte[] bytes, Stamp stamp, List<Problem> problems) {
    boolean news = !problems.equals(last.problems);
    Instant since = news ? clock.instant() : last.since;
    state = new State(last.graph, problems, bytes, stamp, since);
    return news ? Change.REFUSED : Change.NONE;
  }

  private Stamp stamp() throws IOException {
    Instant changed = access.changed();
    return new Stamp(changed, changed.plus(TICK).isBefore(clock.instant()));
  }

  private InvalidGraphException unreadable(IOException e) {
    boolean gone = e instanceof NoSuchFileException;
    return GraphReader.refusal(
        name,
        gone ? "There is no such file." : "The file cannot be read: " + e.getMessage() + ".",
        gone ? "Put it back, or check its path." : "Check that this user may read it.");
  }

  private record OnDisk(Path file) implements Access {
    @Override
    public Instant changed() throws IOException {
      return Files.getLastModifiedTime(file).toInstant();
    }

    @Override
    public byte[] bytes() throws IOException {
      try (var stream = Files.newInputStream(file)) {
        return stream.readNBytes(GraphReader.MAX_BYTES + 1);
      }
    }
  }
}
