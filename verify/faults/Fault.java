import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One fault of the list. In the list it is a block of lines:
 *
 * <pre>
 * fault RULE: in words what is wrong
 * in the/File.java
 * tests ClassWithTestsOfTheRule,Another
 * -the text, which the file holds exactly once
 * +what stands there instead
 * </pre>
 *
 * @param rule what it breaks
 * @param what in words
 * @param file whose text is changed
 * @param tests simple names of the classes that test the rule
 * @param before the text that is replaced
 * @param after what stands there instead
 */
record Fault(String rule, String what, Path file, List<String> tests, String before, String after) {
  private static final Pattern BLANK = Pattern.compile("\\R{2,}");

  /** {@return the faults of a list, in its order} */
  static List<Fault> read(Path list) throws IOException {
    return BLANK.splitAsStream(Files.readString(list).strip()).map(Fault::parse).toList();
  }

  private static Fault parse(String block) {
    String[] title = text(block, "fault ").split(": ", 2);
    List<String> tests = Arrays.asList(text(block, "tests ").split(","));
    return new Fault(
        title[0], title[1], Path.of(text(block, "in ")), tests, text(block, "-"), text(block, "+"));
  }

  /** {@return the lines that begin so, without that} */
  private static String text(String block, String begin) {
    return block
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .collect(Collectors.joining("\n"));
  }

  /** {@return how often a text holds what is replaced} */
  int occurrences(String text) {
    return text.split(Pattern.quote(before), -1).length - 1;
  }

  /** {@return the text with this fault} */
  String seeded(String text) {
    return text.replace(before, after);
  }
}
