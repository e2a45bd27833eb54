package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a step of the demo")
class DemoStepTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALLOWED | nothing to see here
          ALLOWED | read 20 bytes
          DENIED  | cat: /mnt/guarded/eicar.com: Operation not permitted
          DENIED  | cat: can't open '/mnt/guarded/eicar.com': Operation not permitted
          DENIED  | denied: scanner: EICAR-Test-File
          FAILED  | cat: /mnt/guarded/eicar.com: No such file or directory
          FAILED  | failed: java.nio.file.NoSuchFileException: eicar.com
          FAILED  | failed: it hung for 10 s and was killed
          """)
  @DisplayName("tells a denial from an opener that failed")
  void outcome(String expected, String seen) {
    assertThat(DemoStep.outcome(seen)).isEqualTo(expected);
  }
}
