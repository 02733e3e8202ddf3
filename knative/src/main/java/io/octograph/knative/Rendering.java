package io.octograph.knative;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The manifests of one graph.
 *
 * @param graph the graph's name
 * @param files text by path, the path with slashes and relative to the folder of the rendering
 * @param notes what the operator has to know or to do, one sentence or more each
 */
public record Rendering(String graph, SortedMap<String, String> files, List<String> notes) {
  /** The folder that holds nothing but what was rendered. */
  private static final String OWN = "graph/";

  private static final String KUSTOMIZATION = OWN + "kustomization.yaml";

  /** Files that belong to the operator once they are there. */
  private static final String OPERATORS = "overlays/";

  public Rendering {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    notes = List.copyOf(notes);
  }

  /**
   * Writes the files. {@code graph/} is replaced as a whole, so that no node outlives the graph;
   * what lies in {@code overlays/} already stays as it is.
   *
   * @param folder made where there is none
   * @throws IllegalArgumentException if the folder is not empty and this graph was not rendered
   *     there
   */
  public void writeTo(Path folder) throws IOException {
    if (!empty(folder)) {
      checkOwn(folder);
      delete(folder.resolve(OWN));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!file.getKey().startsWith(OPERATORS) || !Files.exists(path)) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
  }

  private void checkOwn(Path folder) throws IOException {
    Path kustomization = folder.resolve(KUSTOMIZATION);
    String first =
        Files.isRegularFile(kustomization)
            ? Files.readString(kustomization).lines().findFirst().orElse("")
            : "";
    if (!first.startsWith(Renderer.HEADER)) {
      throw new IllegalArgumentException(
          "The folder %s has something else in it; give -o an empty folder, or none that exists."
              .formatted(folder));
    }
    if (!first.startsWith(Renderer.HEADER + graph + ",")) {
      throw new IllegalArgumentException(
          "The folder %s has another graph in it; give -o a folder for the graph %s alone."
              .formatted(folder, graph));
    }
  }

  private static boolean empty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s is a file; give -o the path of a folder.".formatted(folder));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
