package io.octograph.test;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up what Surefire wrote and names what was skipped. {@code ./octograph test} runs this file
 * as it stands, so it uses the JDK alone.
 */
public final class TestReport {
  private int tests;
  private final List<String> failed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  TestReport() {}

  /**
   * Arguments: the folder of the checkout, then {@code --all} where a skipped test is a failure.
   */
  public static void main(String[] arguments) throws Exception {
    TestReport report = new TestReport();
    report.read(Path.of(arguments[0]));
    boolean all = arguments.length > 1 && arguments[1].equals("--all");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(report.text(all));
    out.flush();
    System.exit(report.good(all) ? 0 : 1);
  }

  /** Reads the reports of every module below the folder. */
  void read(Path home) throws Exception {
    for (Path file : reports(home)) {
      var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      NodeList cases = builder.parse(file.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        add((Element) cases.item(i));
      }
    }
  }

  private static List<Path> reports(Path home) throws IOException {
    try (Stream<Path> modules = Files.list(home)) {
      List<Path> reports = new ArrayList<>();
      for (Path module : modules.sorted().toList()) {
        Path folder = module.resolve("target").resolve("surefire-reports");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.list(folder)) {
            files
                .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                .sorted()
                .forEach(reports::add);
          }
        }
      }
      return reports;
    }
  }

  private void add(Element test) {
    tests++;
    String owner = test.getAttribute("classname");
    String name = owner.substring(owner.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
    for (String kind : List.of("failure", "error")) {
      if (test.getElementsByTagName(kind).item(0) instanceof Element found) {
        failed.add(name + ": " + firstLine(found));
        return;
      }
    }
    if (test.getElementsByTagName("skipped").item(0) instanceof Element found) {
      skipped.add(name + ": " + firstLine(found));
    }
  }

  private static String firstLine(Element found) {
    String message = found.getAttribute("message");
    String text = message.isBlank() ? found.getTextContent() : message;
    return text.strip().lines().findFirst().orElse("no reason given");
  }

  boolean good(boolean all) {
    return tests > 0 && failed.isEmpty() && !(all && !skipped.isEmpty());
  }

  String text(boolean all) {
    StringBuilder text = new StringBuilder();
    list(text, "Failed:", failed);
    list(text, all ? "Skipped, and with --all nothing may be:" : "Skipped:", skipped);
    int passed = tests - failed.size() - skipped.size();
    text.append(passed + " passed, " + failed.size() + " failed");
    return text.append(", " + skipped.size() + " skipped\n").toString();
  }

  private static void list(StringBuilder text, String title, List<String> tests) {
    if (!tests.isEmpty()) {
      text.append(title + "\n");
      tests.forEach(test -> text.append("  " + test + "\n"));
    }
  }
}
