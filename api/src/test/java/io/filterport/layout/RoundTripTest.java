package io.filterport.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.layout.Samples.FileId;
import io.filterport.layout.Samples.MixedPacked;
import io.filterport.layout.Samples.Named;
import io.filterport.layout.Samples.Opened;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records from a seeded generator, written and read again. */
class RoundTripTest {
  private static final int CASES = 2_000;

  private final Random random = new Random(0x1A707);

  private <T extends Record> void check(MessageLayout<T> layout, Function<Random, T> values) {
    for (int i = 0; i < CASES; i++) {
      T value = values.apply(random);
      MemorySegment message = layout.encode(value);
      assertThat(layout.read(message)).usingRecursiveComparison().isEqualTo(value);
      assertThat(Buffers.bytes(layout.encode(layout.read(message))))
          .isEqualTo(Buffers.bytes(message));
    }
  }

  @Test
  @DisplayName("what was written is read: scalars at odd places")
  void scalars() {
    check(
        Samples.MIXED_PACKED,
        r ->
            new MixedPacked(
                (byte) r.nextInt(),
                (short) r.nextInt(),
                r.nextBoolean(),
                r.nextInt(),
                (char) r.nextInt(),
                r.nextLong(),
                r.nextFloat(),
                r.nextDouble()));
  }

  @Test
  @DisplayName("what was written is read: records inside, arrays and texts")
  void structures() {
    check(
        Samples.OPENED,
        r ->
            new Opened(
                (byte) r.nextInt(),
                file(r),
                new short[] {(short) r.nextInt(), (short) r.nextInt(), (short) r.nextInt()},
                new FileId[] {file(r), file(r)},
                text(r, r.nextInt(5)),
                new boolean[] {r.nextBoolean(), r.nextBoolean(), r.nextBoolean()}));
  }

  @Test
  @DisplayName("what was written is read: a flexible end")
  void flexible() {
    check(
        Samples.NAMED,
        r -> {
          byte[] name = new byte[r.nextInt(100)];
          r.nextBytes(name);
          return new Named(r.nextInt(), r.nextInt(), name);
        });
  }

  private static FileId file(Random random) {
    return new FileId(random.nextInt(), random.nextLong());
  }

  /** Any units but zero, also halves of surrogate pairs. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 1, 0x10000).forEach(unit -> text.append((char) unit));
    return text.toString();
  }
}
