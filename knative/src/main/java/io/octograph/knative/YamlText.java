package io.octograph.knative;

import java.util.List;
import java.util.StringJoiner;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes YAML as people write it: blocks, texts of several lines as they are, no line folded. */
final class YamlText {
  private YamlText() {}

  /** A file of manifests under its first lines. */
  static String file(String header, List<Manifest> manifests) {
    StringJoiner documents = new StringJoiner("---\n");
    for (Manifest manifest : manifests) {
      StringBuilder document = new StringBuilder();
      manifest.comment().forEach(line -> document.append("# ").append(line).append('\n'));
      documents.add(document + of(manifest.content()));
    }
    return header + documents;
  }

  static String of(Object content) {
    DumperOptions options = options();
    return new Yaml(new Blocks(options), options).dump(content);
  }

  static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(2);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    options.setAllowUnicode(true);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    return options;
  }

  private static final class Blocks extends Representer {
    Blocks(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      return super.representScalar(tag, value, value.contains("\n") ? ScalarStyle.LITERAL : style);
    }
  }
}
