package io.octograph.traversal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which part of a text asks, and which only sets the scene: "I live in Ohio. How do tides work?" A
 * sentence asks that has a question mark or begins with an imperative, and so do the options after
 * it. Where none does, all of it asks but what people tell of themselves.
 */
final class Asking {
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?…])\\s+|\\n+|(?<=[。！？])");
  private static final Pattern OPTIONS =
      Pattern.compile("(?:^|\\s|[(（])A[.):、．）](?=.{0,300}?B[.):、．）])", Pattern.DOTALL);
  private static final Pattern SELF =
      Pattern.compile("(?i).*\\b(i|i'm|i've|i'd|my|we|we're|our)\\b.*|.*[我咱俺].*");

  /** Verbs that ask for something at the beginning of a sentence. */
  static final Set<String> VERBS =
      Set.of(
          ("explain identify name compare state determine calculate describe assess select evaluate"
                  + " classify summarise summarize define write list give find recommend compute"
                  + " choose advise discuss interpret analyse analyze distinguish derive apply"
                  + " complete estimate decide use outline predict suggest judge draft show contrast"
                  + " set diagnose convert present trace solve prove count construct differentiate"
                  + " provide prepare propose infer rank create locate plan assign symbolise sketch"
                  + " match reconcile draw tabulate formulate translate characterise balance model"
                  + " specify review order label simplify rationalise test correct examine argue"
                  + " critique illustrate develop invent tell rewrite weigh report check demonstrate"
                  + " debug fix deduce verify survey improve answer justify rate place please help sum"
                  + " integrate factor expand teach walk make design sort structure operationalise"
                  + " multiply divide appraise introduce minimize minimise maximize maximise update"
                  + " discriminate quantify date rule characterize bound localise work respond treat"
                  + " narrate implement arrange encode decode")
              .split(" "));

  private static final Set<String> QUESTIONS =
      Set.of("how", "what", "which", "who", "whom", "whose", "why", "whether", "when", "where");

  private static final Pattern CHINESE =
      Pattern.compile(
          "[请吗呢何怎哪谁求]|什么|说明|解释|分析|比较|计算|判断|列出|列举|写|给出|评|论|阐|证|选|介绍|描述"
              + "|指出|概括|区分|设计|翻译|推|估|是否|简述|概述|归纳|总结|辨|讨|探|拟|提供|提出|识别|确定|制定"
              + "|梳理|画|绘|化简|展开|示例|举例|告|教|帮|建议|推荐|找|查|多少|几|解|赏析|整理|：|对比|讲|补全|填|改|编|策划|安排");

  private Asking() {}

  static String part(String text) {
    var options = OPTIONS.matcher(text);
    int head = options.find() ? options.start() : text.length();
    var sentences = List.of(SENTENCE.split(text.substring(0, head)));
    var asking = new ArrayList<>(sentences.stream().filter(Asking::asks).toList());
    if (head < text.length() && !sentences.isEmpty()) {
      asking.add(sentences.getLast());
    }
    if (asking.isEmpty()) {
      asking.addAll(sentences.stream().filter(one -> !SELF.matcher(one).matches()).toList());
    }
    return String.join("\n", asking) + text.substring(head);
  }

  /**
   * Whether an English or Chinese text only states something: no question mark, no verb that asks,
   * no question word. Of other languages nothing is said.
   */
  static boolean states(String text) {
    if (text.contains("?") || text.contains("？")) {
      return false;
    }
    if (Language.chinese(text)) {
      return !CHINESE.matcher(text).find();
    }
    return Language.latin(text).equals("en")
        && Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+"))
            .noneMatch(word -> VERBS.contains(word) || QUESTIONS.contains(word));
  }

  static boolean asks(String sentence) {
    var first = sentence.strip().split("[^\\p{L}]+", 2)[0].toLowerCase(Locale.ROOT);
    return sentence.contains("?") || sentence.contains("？") || VERBS.contains(first);
  }
}
