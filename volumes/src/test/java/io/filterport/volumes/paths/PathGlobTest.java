package io.filterport.volumes.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pattern of paths matches. */
class PathGlobTest {
  private static final long SEED = 11;
  private static final int CASES = 200_000;

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b, true",
    "/a/b, /a/bc, false",
    "/a/b, /a/, false",
    "/a/*, /a/b, true",
    "/a/*, /a/, true",
    "/a/*, /a/b/c, false",
    "/a/**, /a/b/c, true",
    "/a/**, /ab, false",
    "**.txt, /a/b.txt, true",
    "**.txt, /a/b.txt.gz, false",
    "**/x*y/z, /x/xay/z, true",
    "**/x*y/z, /x/xa/y/z, false",
    "/a?c, /abc, true",
    "/a?c, /a/c, false",
    "/a?c, /ac, false",
    "/[a]*, /[a]b, true",
    "/[a]*, /ab, false",
    "/***, /a/b, true",
    "**, '', true",
    "?, '', false",
  })
  void wholePathsMatch(String pattern, String path, boolean matches) {
    assertThat(new PathGlob(pattern).matches(path)).isEqualTo(matches);
  }

  @Test
  void itIsWhatTheObviousWayFinds() {
    Random random = new Random(SEED);
    int matches = 0;
    for (int i = 0; i < CASES; i++) {
      String pattern = text(random, "ab/**?");
      String path = text(random, "aab/");
      boolean expected = obviously(pattern, path);
      matches += expected ? 1 : 0;
      assertThat(new PathGlob(pattern).matches(path))
          .as("%s and %s", pattern, path)
          .isEqualTo(expected);
    }
    assertThat(matches).isBetween(CASES / 100, CASES / 2);
  }

  private static String text(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** Each star stands for nothing, or for one character and what it stands for then. */
  private static boolean obviously(String pattern, String path) {
    if (pattern.isEmpty()) {
      return path.isEmpty();
    }
    boolean across = pattern.startsWith("**");
    if (across || pattern.startsWith("*")) {
      String behind = pattern.substring(across ? 2 : 1);
      return obviously(behind, path)
          || (!path.isEmpty()
              && (across || path.charAt(0) != '/')
              && obviously(pattern, path.substring(1)));
    }
    return !path.isEmpty()
        && (pattern.charAt(0) == '?' ? path.charAt(0) != '/' : pattern.charAt(0) == path.charAt(0))
        && obviously(pattern.substring(1), path.substring(1));
  }

  /** Tried one way after the other, this would not end before the sun does. */
  @Test
  void manyStarsOverALongPathEnd() {
    String stars = "**a".repeat(PathGlob.MAX_LENGTH / 3);
    assertThat(new PathGlob(stars).matches("a".repeat(4095) + "b")).isFalse();
    assertThat(new PathGlob(stars).matches("a".repeat(4096))).isTrue();
  }
}
