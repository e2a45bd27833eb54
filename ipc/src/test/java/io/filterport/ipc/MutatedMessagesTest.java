package io.filterport.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.filterport.FilterPortException;
import io.filterport.ipc.Vectors.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever a peer sends is understood or refused. The seed of a run is printed; {@code
 * -Dfuzz.seed=N} repeats it.
 */
class MutatedMessagesTest {
  private static final int MESSAGES = 200_000;
  private static final int MOST_CHANGES = 4;
  private static final int MOST_BYTES = 4096;
  private static final int[] EDGES = {
    0, 1, 7, 8, 15, 16, 17, 255, 256, 65535, 65536, -1, -7, -8, -16, 1 << 31, ~(1 << 31)
  };

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<byte[]> seeds =
      Stream.of("accepted.txt", "refused.txt")
          .flatMap(file -> Vectors.of(file).stream())
          .map(Vector::bytes)
          .filter(bytes -> bytes.length > 0 && bytes.length <= MOST_BYTES)
          .toList();
  private int understood;
  private int refused;

  @Test
  void isUnderstoodOrRefused() {
    System.out.println("fuzz.seed=" + seed);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = mutant();
      look(message, () -> ConnectMessage.decode(message));
      look(message, () -> HostAnswer.decode(message));
      look(message, () -> ContentMessage.decode(message));
    }
    assertThat(understood).as("understood, seed %d", seed).isGreaterThan(MESSAGES / 100);
    assertThat(refused).as("refused, seed %d", seed).isGreaterThan(MESSAGES);
  }

  @FunctionalInterface
  private interface Decoder {
    Object decode();
  }

  private void look(byte[] message, Decoder decoder) {
    try {
      Object decoded = decoder.decode();
      understood++;
      survivesTheWayBack(decoded);
    } catch (MalformedMessage | FilterPortException e) {
      refused++;
    } catch (RuntimeException | Error e) {
      fail("seed " + seed + ": " + HexFormat.of().formatHex(message), e);
    }
  }

  private static void survivesTheWayBack(Object decoded) {
    Object again = Vectors.decodeAs(decoded, Vectors.encode(decoded));
    if (!Vectors.comparable(again).equals(Vectors.comparable(decoded))) {
      throw new AssertionError(decoded + " came back as " + again);
    }
  }

  private byte[] mutant() {
    byte[] message = any().clone();
    for (int changes = random.nextInt(MOST_CHANGES) + 1; changes > 0; changes--) {
      message = changed(message);
    }
    return message;
  }

  private byte[] any() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] changed(byte[] message) {
    return switch (random.nextInt(7)) {
      case 0 -> withByte(message, (byte) random.nextInt());
      case 1 -> withBit(message);
      case 2 -> withInt(message, EDGES[random.nextInt(EDGES.length)]);
      case 3 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
      case 4 -> Arrays.copyOf(message, message.length + random.nextInt(64));
      case 5 -> spliced(message, any());
      default -> withLengthPutRight(message);
    };
  }

  private int place(byte[] message) {
    return random.nextInt(message.length);
  }

  private byte[] withByte(byte[] message, byte value) {
    if (message.length > 0) {
      message[place(message)] = value;
    }
    return message;
  }

  private byte[] withBit(byte[] message) {
    if (message.length > 0) {
      message[place(message)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return message;
  }

  private byte[] withInt(byte[] message, int value) {
    if (message.length >= Integer.BYTES) {
      int at = random.nextInt(message.length / Integer.BYTES) * Integer.BYTES;
      littleEndian(message).putInt(at, value);
    }
    return message;
  }

  /** The beginning of one and the end of another; both may be whole. */
  private byte[] spliced(byte[] one, byte[] other) {
    int kept = random.nextInt(one.length + 1);
    int from = random.nextInt(other.length + 1);
    byte[] result = Arrays.copyOf(one, kept + other.length - from);
    System.arraycopy(other, from, result, kept, other.length - from);
    return result;
  }

  /** Else every change of the length would end at the head's check. */
  private static byte[] withLengthPutRight(byte[] message) {
    if (message.length >= 12) {
      littleEndian(message).putInt(8, message.length);
    }
    return message;
  }

  private static ByteBuffer littleEndian(byte[] message) {
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }
}
