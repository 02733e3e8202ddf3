package io.octograph.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that misbehaves on demand: a script writes each answer, byte by byte if it likes,
 * and may break the connection anywhere. One answer a connection.
 */
public final class ScriptedServer implements AutoCloseable {
  /**
   * A request as it came.
   *
   * @param headers with names in small letters
   */
  public record Request(String method, String path, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Answers one request. When it returns the connection is closed. */
  public interface Script {
    void answer(Request request, Reply reply) throws IOException;
  }

  /** The answer being written. */
  public static final class Reply {
    private final InputStream in;
    private final OutputStream out;

    private Reply(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    /** A whole answer in JSON, with further headers as {@code name: value}. */
    public void json(int status, String body, String... headers) throws IOException {
      whole(status, "application/json", body, headers);
    }

    public void whole(int status, String type, String body, String... headers) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      raw(head(status, type, headers) + "Content-Length: " + bytes.length + "\r\n\r\n");
      out.write(bytes);
      out.flush();
    }

    /** Begins an event stream; {@link #piece} writes its parts and {@link #end} ends it. */
    public void stream() throws IOException {
      raw(head(200, "text/event-stream") + "Transfer-Encoding: chunked\r\n\r\n");
    }

    public void piece(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      raw(Integer.toHexString(bytes.length) + "\r\n");
      out.write(bytes);
      raw("\r\n");
    }

    public void end() throws IOException {
      raw("0\r\n\r\n");
    }

    public void raw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** Blocks until the client closes the connection. */
    public void awaitHangUp() throws IOException {
      try {
        while (in.read() >= 0) {}
      } catch (SocketException e) {
        // A reset is a hang-up too.
      }
    }

    private static String head(int status, String type, String... headers) {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
      head.append("Connection: close\r\nContent-Type: ").append(type).append("\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      return head.toString();
    }
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  /** Listens on a free port of the loopback address. */
  public static ScriptedServer start(Script script) {
    try {
      var socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      var server = new ScriptedServer(socket, script);
      Thread.ofVirtual().name("scripted-server").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Everything that was asked so far, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public Request last() {
    return requests.getLast();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      Request request = read(in);
      requests.add(request);
      script.answer(request, new Reply(in, connection.getOutputStream()));
    } catch (IOException e) {
      // The client went away: what scripts are often about.
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ");
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(first[0], first[1], headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("The client hung up.");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
