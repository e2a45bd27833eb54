package io.filterport.scanner.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternSearchTest {

  private static final Match NOTHING = new Match(-1, -1);

  /** The number of the pattern and the index after it. */
  private record Match(int pattern, int end) {}

  private static List<byte[]> patterns(String... patterns) {
    return Arrays.stream(patterns).map(p -> p.getBytes(US_ASCII)).toList();
  }

  private static Match search(Automaton automaton, byte[] text, int piece) {
    PatternSearch search = new PatternSearch(automaton);
    for (int from = 0; from < text.length; from += piece) {
      byte[] bytes = Arrays.copyOfRange(text, from, Math.min(from + piece, text.length));
      int end = search.search(bytes, bytes.length);
      if (end >= 0) {
        return new Match(search.pattern(), from + end);
      }
    }
    return NOTHING;
  }

  /** What the search must find: the first end, the longest there, the first of equal ones. */
  private static Match naive(List<byte[]> patterns, byte[] text) {
    for (int end = 1; end <= text.length; end++) {
      int best = -1;
      for (int p = 0; p < patterns.size(); p++) {
        boolean longer = best < 0 || patterns.get(p).length > patterns.get(best).length;
        best = longer && endsWith(text, end, patterns.get(p)) ? p : best;
      }
      if (best >= 0) {
        return new Match(best, end);
      }
    }
    return NOTHING;
  }

  private static boolean endsWith(byte[] text, int end, byte[] pattern) {
    int from = end - pattern.length;
    return from >= 0 && Arrays.equals(text, from, end, pattern, 0, pattern.length);
  }

  @ParameterizedTest
  @CsvSource({
    "xxabcdxx, abcd|abcdxx, 0, 6", // a prefix ends first
    "xxabcdxx, abcdxx|abcd, 1, 6",
    "xxabcdxx, bcdx|abcdx, 1, 7", // a suffix is shorter
    "xxabcdxx, abcdy|bcdx, 1, 7", // falls back from one to the other
    "abcabcabd, abcabd|zzzz, 0, 9", // falls back into itself
    "aaaaab, aaaab|aab, 0, 6",
    "abcdefgh, abcdefgx|cdefx|efgh, 2, 8", // falls back twice
    "xabcdx, abcd|abcd, 0, 5", // equal
    "abcd, abcde|bcdef|dcba, -1, -1",
  })
  void findsTheFirstEndAndTheLongestThere(String text, String patterns, int pattern, int end) {
    List<byte[]> list = patterns(patterns.split("\\|", -1));
    for (int maxDense : new int[] {1, 3, Automaton.MAX_DENSE}) {
      Automaton automaton = AutomatonBuilder.build(list, maxDense);
      assertThat(search(automaton, text.getBytes(US_ASCII), 100))
          .isEqualTo(new Match(pattern, end));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, Automaton.MAX_DENSE})
  void agreesWithANaiveSearch(int maxDense) {
    Random random = new Random(0x5EED);
    int found = 0;
    for (int round = 0; round < 5_000; round++) {
      byte alphabet = (byte) (2 + random.nextInt(3));
      List<byte[]> patterns =
          IntStream.rangeClosed(0, random.nextInt(8))
              .mapToObj(i -> letters(random, 4 + random.nextInt(5), alphabet))
              .toList();
      byte[] text = letters(random, random.nextInt(200), alphabet);
      Match expected = naive(patterns, text);
      found += expected.equals(NOTHING) ? 0 : 1;
      Automaton automaton = AutomatonBuilder.build(patterns, maxDense);
      assertThat(search(automaton, text, 1 + random.nextInt(50)))
          .as("round %d", round)
          .isEqualTo(expected);
    }
    assertThat(found).as("rounds with a match").isBetween(1_000, 4_900);
  }

  /** Letters that are as often negative as positive bytes. */
  private static byte[] letters(Random random, int length, byte alphabet) {
    byte[] letters = new byte[length];
    IntStream.range(0, length).forEach(i -> letters[i] = (byte) (0x7f + random.nextInt(alphabet)));
    return letters;
  }

  @Test
  void findsEachOfManyPatternsBeyondTheDenseStates() {
    Random random = new Random(7);
    List<byte[]> patterns =
        IntStream.range(0, 3_000)
            .mapToObj(
                i -> {
                  byte[] pattern = new byte[64];
                  random.nextBytes(pattern);
                  return pattern;
                })
            .toList();
    Automaton automaton = AutomatonBuilder.build(patterns, Automaton.MAX_DENSE);
    assertThat(automaton.dense).isLessThan(automaton.match.length);
    for (int p = 0; p < patterns.size(); p++) {
      assertThat(search(automaton, patterns.get(p), 48)).isEqualTo(new Match(p, 64));
    }
  }

  @Test
  void nothingIsFoundWithoutPatterns() {
    Automaton automaton = AutomatonBuilder.build(List.of(), Automaton.MAX_DENSE);
    assertThat(search(automaton, new byte[1000], 100)).isEqualTo(NOTHING);
  }
}
