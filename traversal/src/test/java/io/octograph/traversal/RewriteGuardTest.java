package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rewrite may change, and what it may not. */
class RewriteGuardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Tell me the result of derivative of x^3 when x is 2? | Determine the derivative of f(x) = x^3 at x = 2 and state its value.
          Tell me the result of derivative of x^3 when x is 2? | Differentiate x³ and evaluate the result at x = 2.
          What's Newton's second law? | State and explain the second law of Newton with its formula.
          What is 1,000 divided by 8? | Compute 1000 / 8.
          What is 1000 divided by 8? | Compute 1,000 / 8.
          １２００的平方根是多少？ | 计算1200的平方根。
          Can I sue my landlord in May? | Explain whether a tenant can sue a landlord in May.
          when did ww2 end | State the date on which WW2 ended in Europe and in Asia.
          Which months have 30 days? | List the months that have 30 days.
          Who wrote Hamlet? I forgot. | Name the author of Hamlet and the date of the play.
          Romans built roads, why? | Explain why the Roman state built roads.
          How fast is 90 km/h in m/s? | Convert 90 kilometres per hour to metres per second.
          What is 20% of 50? | Compute 20 percent of 50.
          Does he/she know? | Explain whether the person knows.
          What does "to be or not to be" mean? | Interpret the phrase “to be or not to be” in its context.
          She said: "Stop!" Why? | Explain why she said "stop".
          What does `os.path.join` do in Python? | Explain what os.path.join does in Python.
          Is C++ faster than Java? | Compare the speed of C++ and Java.
          What is f(x)=2x+1 at 3? | Evaluate f(x) = 2x + 1 at x = 3.
          Explain: (1) inertia (2) momentum | Explain the concepts of inertia and momentum.
          是谁提倡罢黜百家,独尊儒术? | 请说明历史上提倡“罢黜百家，独尊儒术”的人物及其背景。
          《红楼梦》的作者是谁？ | 请介绍《红楼梦》的作者及其生平。
          请解释 BFS 和 DFS | 请比较广度优先搜索（BFS）与深度优先搜索（DFS）的原理。
          推算[Co(NH3)6]3+的磁矩 | 用晶体场理论推算[Co(NH3)6]3+的未成对电子数与磁矩。
          Kripke语义下,说明Peirce律 | 用Kripke语义说明Peirce律。
          Warum ist der Himmel blau? | Erklären Sie, warum der Himmel blau ist.
          Was ist die Hauptstadt von Frankreich? | Nennen Sie die Hauptstadt von Frankreich.
          IS DNA ACIDIC? | Explain whether DNA is acidic and why.
          What Is The Capital City Of This Country? | Name the capital city of this country.
          Estimate species trees under ILS, when does it fail? | Explain when estimating species trees under incomplete lineage sorting fails.
          Which of these is NOT an enzyme? | Identify which of these is no enzyme.
          he STILL gets in??? how | Explain how the attacker gets in again.
          why is turnout in Switzerland low | Explain the low Swiss turnout.
          Why did Rome fall? | Explain the fall of the Roman Empire.
          How do two thirds of 1,350 and ½ add up? | Add two thirds of 1350 and 1/2.
          A coin is tossed three times. Odds? | Compute the odds for 3 tosses of a coin.
          二十五个学生分成五组 | 将25个学生分成5组，求方法数。
          1.什么是边际效用递减 2.什么是哈希表 | 解释边际效用递减规律与哈希表。
          Is rock of the 90s dead? | Assess whether rock music of the 1990s is dead.
          In Ohio a mill stopped. What is a tort? | Explain what a tort is.
          My aunt from Oslo asked me. How do vaccines work? | Explain how vaccines work.
          Name the sulfate in copper(II) sulfate, a(n) ionic salt | Name the sulfate of copper (II) in this ionic salt.
          Was bewirkt ADH in der Niere? Welche Antwort ist richtig? | Erkläre die Wirkung von ADH in der Niere.
          """)
  void goesOut(String question, String rewrite) {
    assertThat(RewriteGuard.objection(question, rewrite)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          What is 2 + 3? | Compute the sum of 2 and 5. | The rewrite made up "5".
          What is 12 times 3? | Compute 2 times 3. | The rewrite made up "2".
          What is 2.5 times 3? | Compute the product with 3. | The rewrite lost "2.5".
          Tell me the derivative of x^3 when x is 2 | Find the derivative of x^2 when x is 2. | The rewrite lost "3", "x^3".
          Tell me the derivative of x^3 at 2 | Find the derivative of the cubic at 2. | The rewrite lost "3", "x^3".
          How long is 5 km? | How long is 5? | The rewrite lost "km".
          Is 37 °C a fever? | Is 37 °F a fever? | The rewrite lost "°C".
          Was Napoleon short? And Caesar? | Explain whether Napoleon was short. | The rewrite lost "Caesar".
          What did Marie Curie find? | What did Marie find? | The rewrite lost "Curie".
          what does NASA do | Explain the tasks of the space agency. | The rewrite lost "NASA".
          Is my iPhone safe? | Is my phone safe? | The rewrite lost "iPhone".
          What does "carpe diem" mean? | Explain the Latin phrase. | The rewrite lost "carpe diem".
          what does snake_case_name do | Explain the name. | The rewrite lost "snake_case_name".
          what is http://example.org/a | Explain the site. | The rewrite lost "http://example.org/a".
          《红楼梦》的作者是谁？ | 请介绍这部小说的作者。 | The rewrite lost "红楼梦".
          １２００的平方根是多少？ | 计算平方根。 | The rewrite lost "1200".
          是谁提倡罢黜百家? | Who promoted the dismissal of the hundred schools? | The rewrite is in another language or script.
          Who dismissed the hundred schools? | 是谁提倡罢黜百家 | The rewrite is in another language or script.
          Why is the sky blue and the sea not? | Warum ist der Himmel blau und das Meer nicht? | The rewrite is in another language or script.
          Почему небо голубое? | Why is the sky blue? | The rewrite is in another language or script.
          Hello there | Hello there <nexa_4> | The rewrite holds the token <nexa_4>.
          What is <nexa_4>? | Explain <nexa_4>. | The rewrite holds the token <nexa_4>.
          Hello there | '' | The master wrote no rewrite that it was sure of.
          Hello there | ' ' | The master wrote no rewrite that it was sure of.
          Why is it? | Explain why it is why it is why it is why it is why it is. | The rewrite repeats itself.
          为什么？ | 为什么是这样为什么是这样为什么是这样为什么是这样 | The rewrite repeats itself.
          24和36的最小公倍数 | 求24和36的公倍数的两个公倍数，并说明公倍数的两个公倍数的两个公倍数。 | The rewrite repeats itself.
          表观遗传印记基因 差异甲基化 | 请问如何遗传印记基因的差异甲基化，并说明其与其价值。 | The rewrite repeats itself.
          career rainbow stages | Describe the career career rainbow stages. | The rewrite repeats itself.
          Why do trees sleep? | Explain why tr�es sleep. | The rewrite holds broken characters.
          今天深圳天气如何? | 请告知今天深圳의天气。 | The rewrite mixes in Hangul letters.
          今天深圳天气如何? | 请告知今天の深圳天气。 | The rewrite mixes in Hiragana letters.
          Why is the sky blue? | Почему the sky is blue, explain. | The rewrite mixes in Cyrillic letters.
          What is the capital of France? | The capital of France is the city of Paris. | The rewrite answers instead of asking.
          法国的首都是哪里？ | 法国的首都是巴黎。 | The rewrite answers instead of asking.
          洛必达法则 使用条件 失效 反例 | 使用条件 反例条件 失效 可能性 反例。 | The rewrite answers instead of asking.
          Please compare the views of Hume, Kant, Locke and Mill on knowledge of things. | Compare the views of Hume, Kant and Locke on knowledge of things. | The rewrite lost "Mill".
          In Ohio a mill stopped. Who pays in Iowa? | Explain who pays when a mill stops in Ohio. | The rewrite lost "Iowa".
          Which of these bars is the oldest one there is? A. the Bull in Boston B. the Bear in Bath | Name the oldest of these bars: the Bull or the Bear. | The rewrite lost "Boston", "Bath".
          """)
  void staysHome(String question, String rewrite, String objection) {
    assertThat(RewriteGuard.objection(question, rewrite)).isEqualTo(objection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<|im_end|>", "<|im_start|>", "<nexa_4>", "<nexa_end>", "<fn_0>", "</s>"})
  void tokensNeverGoOut(String token) {
    assertThat(RewriteGuard.objection("What is " + token + "?", "Explain " + token + "."))
        .isEqualTo("The rewrite holds the token " + token + ".");
  }

  @Test
  void aRewriteHasABoundedLength() {
    var words = new StringBuilder("Explain");
    for (int i = 0; words.length() < 500; i++) {
      words.append(" w").append((char) ('a' + i % 26)).append((char) ('a' + i / 26));
    }

    assertThat(RewriteGuard.objection("Why?", words.toString()))
        .matches("The rewrite has 50\\d characters, more than 408\\.");
  }

  @Test
  void rowsOfTheQuestionItselfAreNoRepetition() {
    assertThat(RewriteGuard.objection("Is 1000000000000000 prime?", "Is 1000000000000000 a prime?"))
        .isEmpty();
  }

  @Test
  void severalRewritesShareTheQuestion() {
    var question = "What is 2 + 2, and who was Caesar? And Brutus?";

    assertThat(
            RewriteGuard.objections(question, "", List.of("Add 2 + 2.", "Caesar, Brutus?"), true))
        .containsExactly("", "");
    assertThat(RewriteGuard.objections(question, "", List.of("Add 2 + 2.", "Who's Caesar?"), true))
        .containsExactly("The rewrite lost \"Brutus\".", "The rewrite lost \"Brutus\".");
    assertThat(RewriteGuard.objections(question, "", List.of("Add 2 + 2.", ""), true))
        .containsExactly("", "The master wrote no rewrite that it was sure of.");
  }

  @Test
  void besideTheOriginalNothingNeedsToSurvive() {
    assertThat(RewriteGuard.objections("Is 2 + 2 more than 3?", "", List.of("Compare."), false))
        .containsExactly("");
  }

  @Test
  void beforeALongQuotationARewriteOnlyGoesAhead() {
    var quotation =
        "They came with engineers from Cathay and interpreters from Khwarazm, and left.";

    assertThat(Texts.passage("“" + quotation + "” What is described?")).isTrue();
    assertThat(Texts.passage("“They came.” What is described?")).isFalse();
  }

  @Test
  void beforeAStoryARewriteOnlyGoesAhead() {
    assertThat(Texts.passage("My aunt keeps bees. ".repeat(12).strip())).isFalse();
    assertThat(Texts.passage("My aunt keeps bees. ".repeat(12))).isTrue();
  }

  @Test
  @Timeout(60)
  void aHugeQuestionIsNoTrouble() {
    var question = "Sum up: The \"Quick\" Brown 12 (Fox' x^2 ".repeat(25_000);

    assertThat(RewriteGuard.objections(question, question, List.of("Sum it up."), false))
        .containsExactly("");
  }

  @Test
  void numbersMayComeFromWhatWasSaidBefore() {
    var rewrite = List.of("Calculate the speed after 20 m.");

    assertThat(RewriteGuard.objections("How fast?", "It falls 20 m.", rewrite, true))
        .containsExactly("");
    assertThat(RewriteGuard.objections("How fast?", "", rewrite, true))
        .containsExactly("The rewrite made up \"20\".");
  }
}
