package io.filterport.verify.bench.measure;

import java.time.Duration;

/**
 * How long the parts of one measurement take.
 *
 * @param warmUp before anything counts; slow peers take several of it
 * @param measured what counts
 * @param idle how long nobody sends, where that is measured
 */
public record Timing(Duration warmUp, Duration measured, Duration idle) {
  /** {@return long enough for numbers to be published} */
  public static Timing full() {
    return new Timing(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(5));
  }

  /** {@return for rows with many cases} */
  public static Timing brief() {
    return new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /** {@return for guards, of which two JVMs have to reach their speed one after the other} */
  public static Timing guards() {
    return new Timing(Duration.ofSeconds(8), Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** {@return just long enough to see that everything works} */
  public static Timing quick() {
    return new Timing(Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofMillis(500));
  }
}
