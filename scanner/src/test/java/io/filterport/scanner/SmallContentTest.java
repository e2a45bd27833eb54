package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Content;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.Timeout;
import io.filterport.filter.PortAttributes;
import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import io.filterport.service.Message;
import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files go into the message, and that the service scans them either way. */
class SmallContentTest {
  private static final int MOST = 100;
  private static final ScanReply CLEAN = new ScanReply(false, "", "");

  private final Guard guard = new Guard(MOST);
  private final List<String> arrivals = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    guard.close();
  }

  /** A file whose size is not what it was when it was opened. */
  private record Resized(Content content, long opened) implements Content {
    @Override
    public long size() {
      return opened;
    }

    @Override
    public int read(long position, MemorySegment buffer) throws IOException {
      return content.read(position, buffer);
    }

    @Override
    public void close() {
      content.close();
    }
  }

  private static FileOperation opening(Content content) {
    return new Opening(Kind.OPEN, content, Timeout.ofMillis(20_000));
  }

  /** A content of the message is lent for the scan, one beside it is an object of its own. */
  private final class Taker implements ScanEngine {
    @Override
    public ScanResult scan(Content content) {
      arrivals.add(content.getClass().getName().contains("LentContent") ? "taken beside" : "taken");
      return ScanResult.clean();
    }

    @Override
    public boolean readsMemoryBest() {
      return false;
    }

    @Override
    public String name() {
      return "taker";
    }

    @Override
    public String version() {
      return "";
    }
  }

  private void noteHowItComes() {
    guard.service(
        message -> {
          arrivals.add(inside(message) + " " + beside(message));
          message.reply(CLEAN.encode());
        });
  }

  private static String inside(Message message) {
    return ScanRequest.content(message.payload()).map(c -> "inside " + c.size()).orElse("-");
  }

  private static String beside(Message message) {
    try (Content content = message.content()) {
      return "beside " + content.size();
    } catch (FilterPortException e) {
      assertThat(e.status()).isEqualTo(NtStatus.NOT_FOUND);
      return "-";
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MOST})
  void whatIsSmallIsInTheMessageAndNowhereElse(int size) throws IOException {
    noteHowItComes();
    assertThat(guard.scanner.decide(Opening.of(new byte[size])).allowed()).isTrue();
    assertThat(arrivals).containsExactly("inside " + size + " -");
  }

  @Test
  void anEngineThatWantsDescriptorsGetsThem() throws IOException {
    ScannerService service = new ScannerService(new Taker(), 2, (request, reply) -> {});
    guard.service(service);
    arrivals.clear(); // it has rehearsed
    assertThat(guard.scanner.decide(Opening.of(new byte[1])).allowed()).isTrue();
    assertThat(arrivals).as("of a file that would fit").containsExactly("taken beside");
  }

  @Test
  void whatIsLargerIsBesideIt() throws IOException {
    noteHowItComes();
    assertThat(guard.scanner.decide(Opening.of(new byte[MOST + 1])).allowed()).isTrue();
    assertThat(arrivals).containsExactly("- beside " + (MOST + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11})
  void whatGrewOrShrankMeanwhileIsBesideIt(int opened) throws IOException {
    noteHowItComes();
    Content changed = new Resized(Content.of(new byte[10]), opened);
    assertThat(guard.scanner.decide(opening(changed)).allowed()).isTrue();
    assertThat(arrivals).containsExactly("- beside " + opened);
  }

  /** Bytes may come one by one, too. */
  @Test
  void theServiceFindsTheSameInIt() throws IOException {
    guard.service(new ScannerService(PatternEngine.builtIn(), 2, (request, reply) -> {}));
    assertThat(guard.scanner.decide(Opening.of(new byte[MOST])).allowed()).isTrue();
    Content eicar = new ByteByByte(Content.of(Eicar.testFile()));
    assertThat(guard.scanner.decide(opening(eicar)).reason()).contains(Eicar.NAME);
  }

  private record ByteByByte(Content content) implements Content {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public int read(long position, MemorySegment buffer) throws IOException {
      return content.read(position, buffer.asSlice(0, Math.min(1, buffer.byteSize())));
    }

    @Override
    public void close() {
      content.close();
    }
  }

  @Test
  void whatCannotBeReadHasNoVerdict() {
    noteHowItComes();
    Content broken = new Resized(Content.of(new byte[0]), 1);
    assertThatThrownBy(() -> guard.scanner.decide(opening(new Broken(broken))))
        .isInstanceOf(IOException.class);
    assertThat(arrivals).isEmpty();
  }

  private record Broken(Content content) implements Content {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public int read(long position, MemorySegment buffer) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void close() {
      content.close();
    }
  }

  @Test
  void theLongestMessageOfThePortIsNotExceeded() {
    PortAttributes port = PortAttributes.named(ScannerFilter.PORT);
    int room = port.maxMessageBytes() - ScanRequest.MAX_BEFORE_CONTENT;
    assertThat(SmallContent.of(1 << 20, port).mostBytes()).isEqualTo(room);
    assertThat(SmallContent.of(room - 1, port).mostBytes()).isEqualTo(room - 1);
    assertThat(SmallContent.of(4096, port.withMaxMessageBytes(100)).mostBytes()).isZero();
  }
}
