package io.filterport.verify.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("links of the documentation")
class PageLinksTest {
  private static final Path TREE = Path.of("../..").toAbsolutePath().normalize();
  private static final List<String> PLACES = List.of("", "docs", "verify", "examples");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  @Test
  @DisplayName("lead to files of the tree, and to headings that are there")
  void areWhole() throws IOException {
    List<Path> pages = pages();
    assertThat(pages).hasSizeGreaterThan(30);
    assertThat(pages.stream().flatMap(PageLinksTest::broken)).isEmpty();
  }

  @Test
  @DisplayName("lead from README.md to every page of docs")
  void reachEveryPage() throws IOException {
    Set<Path> reached =
        links(TREE.resolve("README.md")).map(PageLinksTest::file).collect(Collectors.toSet());
    assertThat(reached).containsAll(pagesOf("docs"));
  }

  private static List<Path> pages() throws IOException {
    Set<Path> pages = new HashSet<>();
    for (String place : PLACES) {
      pages.addAll(pagesOf(place));
      try (Stream<Path> below = Files.list(TREE.resolve(place))) {
        for (Path directory : below.filter(Files::isDirectory).toList()) {
          pages.addAll(pagesOf(directory.toString()));
        }
      }
    }
    return pages.stream().sorted().toList();
  }

  private static List<Path> pagesOf(String place) throws IOException {
    try (Stream<Path> files = Files.list(TREE.resolve(place))) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static Stream<String> broken(Path page) {
    return links(page)
        .filter(link -> !leadsSomewhere(link))
        .map(link -> TREE.relativize(page) + " -> " + TREE.relativize(link));
  }

  /** {@return the links of a page to the tree, as absolute paths, with what follows the #} */
  private static Stream<Path> links(Path page) {
    String prose = CODE.matcher(FENCE.matcher(read(page)).replaceAll("")).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(link -> !ELSEWHERE.matcher(link).matches())
        .map(link -> link.startsWith("#") ? page.getFileName() + link : link)
        .map(link -> page.resolveSibling(link).normalize());
  }

  private static boolean leadsSomewhere(Path link) {
    int mark = link.toString().indexOf('#');
    Path file = file(link);
    return Files.exists(file)
        && (mark < 0 || headings(file).contains(link.toString().substring(mark + 1)));
  }

  private static Path file(Path link) {
    return Path.of(link.toString().replaceFirst("#.*", ""));
  }

  /** {@return what stands behind the # in a link to each heading} */
  private static Set<String> headings(Path page) {
    return HEADING
        .matcher(FENCE.matcher(read(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1"))
        .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
