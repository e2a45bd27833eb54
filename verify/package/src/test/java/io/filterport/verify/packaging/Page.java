package io.filterport.verify.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page of {@code docs} with commands, and with what they print. Immutable.
 *
 * <p>A fence {@code sh} holds commands; one inside of a comment is for the test alone. A fence
 * {@code text} right below shows lines of their output in order: numbers and blanks count for
 * nothing, a line may be cut, and {@code ...} stands for lines that are not shown.
 */
record Page(List<Step> steps) {
  private static final Pattern STEP =
      Pattern.compile("(?ms)^```sh\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?");

  private static final Pattern NUMBER = Pattern.compile("\\d[\\d.]*(?: ?[nmu]?s\\b)?");
  private static final String STEP_BEGINS = "@@@ step ";
  private static final String LEFT_OUT = "...";

  record Step(String commands, List<String> shown) {}

  static Page read(Path file) throws IOException {
    return new Page(STEP.matcher(Files.readString(file)).results().map(Page::step).toList());
  }

  private static Step step(MatchResult fences) {
    String shown = fences.group(2);
    return new Step(fences.group(1), shown == null ? List.of() : shown.lines().toList());
  }

  /** {@return all commands, for one shell that ends at the first that fails} */
  String script() {
    StringBuilder script = new StringBuilder("set -eux\nexec 3>&2 2>&1\nBASH_XTRACEFD=3\n");
    for (Step step : steps) {
      script.append("echo '" + STEP_BEGINS + "'\n").append(step.commands());
    }
    return script.append("echo the page ends\n").toString();
  }

  /** Fails unless the script's output has, step by step, what the page shows. */
  void requireShown(String out) {
    List<String> outs = List.of(out.split(STEP_BEGINS + "\n", -1));
    assertThat(outs).hasSize(steps.size() + 1);
    for (int i = 0; i < steps.size(); i++) {
      requireShown(steps.get(i), outs.get(i + 1));
    }
  }

  private static void requireShown(Step step, String out) {
    Iterator<String> lines = out.lines().map(Page::withoutNumbers).iterator();
    List<String> missing = new ArrayList<>(step.shown());
    missing.removeIf(shown -> shown.equals(LEFT_OUT) || isAmong(lines, withoutNumbers(shown)));
    assertThat(missing)
        .as("not printed by\n" + step.commands() + "\nwhich printed\n" + out)
        .isEmpty();
  }

  private static boolean isAmong(Iterator<String> lines, String beginning) {
    while (lines.hasNext()) {
      if (lines.next().startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutNumbers(String line) {
    return NUMBER.matcher(line).replaceAll("0").replaceAll("[ \t]+", " ").strip();
  }
}
