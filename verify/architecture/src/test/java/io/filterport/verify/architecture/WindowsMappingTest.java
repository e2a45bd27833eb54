package io.filterport.verify.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code docs/windows-mapping.md} against the rules and the code. */
@DisplayName("the tables of Windows routines")
class WindowsMappingTest {
  private static final Path TREE =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("../..").normalize();
  private static final Path PAGE = TREE.resolve("docs/windows-mapping.md");
  private static final Path RULES = TREE.resolve("docs/semantics.md");
  private static final Path PORT =
      TREE.resolve("api/src/main/java/io/filterport/service/FilterPort.java");

  private static final Pattern DEFINED = Pattern.compile("(?m)^- \\*\\*([A-Z]{3}-\\d{2})\\*\\* ");
  private static final Pattern ID = Pattern.compile("\\b[A-Z]{3}-\\d{2}\\b");
  private static final Pattern STATUS = Pattern.compile("NtStatus#([A-Z_]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\([^)]+\\)");
  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
  private static final Pattern MEMBER =
      Pattern.compile("(?<![\\w.])([A-Z][A-Za-z]+)\\.([A-Za-z]\\w*)");

  /** Of a row that only says that both are alike, or that something does not happen here. */
  private static final Set<String> NO_REMARK = Set.of("", "the return", "the same", "never");

  @Test
  @DisplayName("say of each difference which rule or page it comes from")
  void remarksHaveIds() throws IOException {
    List<String> rows = rows();
    assertThat(rows).hasSizeGreaterThan(200);
    assertThat(rows.stream().filter(row -> isRemark(row) && !isFounded(row))).isEmpty();
  }

  /** {@return the rows of all tables, without their heads} */
  private static List<String> rows() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    return lines.stream()
        .filter(line -> line.startsWith("| "))
        .filter(line -> !isHead(lines, line))
        .toList();
  }

  private static boolean isHead(List<String> lines, String row) {
    return lines.get(lines.indexOf(row) + 1).startsWith("|---");
  }

  private static boolean isRemark(String row) {
    String[] cells = row.substring(1, row.length() - 1).split("\\|", -1);
    return !NO_REMARK.contains(cells[cells.length - 1].strip());
  }

  private static boolean isFounded(String row) {
    return ID.matcher(row).find() || LINK.matcher(row).find();
  }

  @Test
  @DisplayName("name rules that are there")
  void rulesAreThere() throws IOException {
    Set<String> defined = found(DEFINED, RULES, 1);
    assertThat(defined).hasSizeGreaterThan(300);
    assertThat(defined).containsAll(found(ID, PAGE, 0));
  }

  @Test
  @DisplayName("have every status that a service's call can fail with")
  void statusesAreThere() throws IOException {
    Map<String, String> routines =
        Map.of(
            "static FilterPort connect(PortSpace space, String name, ",
            "FilterConnectCommunicationPort",
            "int send(",
            "FilterSendMessage",
            "int getMessage(",
            "FilterGetMessage",
            "void reply(",
            "FilterReplyMessage");
    for (Map.Entry<String, String> routine : routines.entrySet()) {
      List<String> statuses = statusesBefore(routine.getKey());
      assertThat(statuses).hasSizeGreaterThan(3);
      assertThat(section(routine.getValue())).contains(statuses);
    }
  }

  /** {@return the statuses that a method of the service's port throws, by their names there} */
  private static List<String> statusesBefore(String method) throws IOException {
    String source = Files.readString(PORT);
    String before = source.substring(0, source.indexOf("  " + method));
    String thrown = before.substring(before.lastIndexOf("@throws"));
    return STATUS
        .matcher(thrown)
        .results()
        .map(status -> status.group(1))
        .map(name -> name.equals("INVALID_PARAMETER") ? "E_INVALIDARG" : "STATUS_" + name)
        .toList();
  }

  private static String section(String routine) throws IOException {
    String page = Files.readString(PAGE);
    String begin = page.substring(page.indexOf("\n### " + routine + "\n") + 1);
    return begin.substring(0, begin.indexOf("\n### "));
  }

  private static Set<String> found(Pattern pattern, Path file, int group) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(result -> result.group(group))
        .collect(Collectors.toSet());
  }

  @Test
  @DisplayName("name methods and constants that are there")
  void membersAreThere() throws IOException {
    List<MatchResult> named =
        CODE.matcher(Files.readString(PAGE))
            .results()
            .flatMap(code -> MEMBER.matcher(code.group()).results())
            .toList();
    assertThat(named).hasSizeGreaterThan(80);
    assertThat(named.stream().filter(member -> !ApiMembers.has(member.group(1), member.group(2))))
        .extracting(MatchResult::group)
        .isEmpty();
  }
}
