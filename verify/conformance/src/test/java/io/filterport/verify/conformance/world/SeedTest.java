package io.filterport.verify.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

@DisplayName("the seed of a random test")
class SeedTest {
  private static final String PROPERTY = "seed.of.this.test";

  private final AssertionError failure = new AssertionError("it is wrong");

  @Test
  @DisplayName("is told with what failed, and how to have it again")
  void told() {
    Seed seed = Seed.of(PROPERTY);
    long value = seed.value();
    assertThat(seed.told(failure))
        .hasMessageStartingWith("again with -D" + PROPERTY + "=" + value + ": ")
        .hasMessageEndingWith("it is wrong")
        .hasCause(failure);
  }

  @Test
  @DisplayName("is one of several, of which only those in question are told")
  void several() {
    Seed seed = Seed.of(PROPERTY);
    long first = seed.next();
    seed.goOn();
    assertThat(seed.next()).isEqualTo(first + 1);
    assertThat(seed.next()).isEqualTo(first + 2);
    assertThat(seed.told(failure))
        .hasMessageStartingWith(
            "again with -D" + PROPERTY + "=" + (first + 1) + " or " + (first + 2) + ": ");
  }

  @Test
  @DisplayName("is what was asked for, again and again")
  void given() {
    System.setProperty(PROPERTY, "42");
    try {
      Seed seed = Seed.of(PROPERTY);
      assertThat(seed.value()).isEqualTo(42);
      assertThat(seed.next()).isEqualTo(42);
      assertThat(seed.next()).isEqualTo(42);
      assertThat(seed.told(failure)).hasMessageStartingWith("again with -D" + PROPERTY + "=42: ");
    } finally {
      System.clearProperty(PROPERTY);
    }
  }

  @Test
  @DisplayName("is not told where nothing was random, or nothing failed")
  void untold() {
    assertThat(Seed.of(PROPERTY).told(failure)).isSameAs(failure);
    Seed seed = Seed.of(PROPERTY);
    assertThat(seed.next()).isNotZero();
    TestAbortedException aborted = new TestAbortedException("not here");
    assertThat(seed.told(aborted)).isSameAs(aborted);
  }
}
