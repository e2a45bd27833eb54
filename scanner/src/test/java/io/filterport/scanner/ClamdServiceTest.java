package io.filterport.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.FilterPortException;
import io.filterport.scanner.engine.ClamdEngine;
import io.filterport.scanner.engine.ClamdOptions;
import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.FakeClamd;
import io.filterport.scanner.engine.Waiting;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the scanner, whose service asks clamd")
class ClamdServiceTest {
  @TempDir private Path directory;
  private final Guard guard = new Guard();
  private Path socket;
  private ClamdEngine engine;

  @BeforeEach
  void make() {
    socket = directory.resolve("clamd.ctl");
    engine = new ClamdEngine(ClamdOptions.of(socket, 2), text -> {});
  }

  @AfterEach
  void close() {
    guard.close();
    engine.close();
  }

  private void serve() {
    guard.service(new ScannerService(engine, 2, (request, reply) -> {}));
  }

  private Verdict decide(byte[] content) throws IOException {
    return guard.scanner.decide(Opening.of(content));
  }

  private void assertDecides() throws IOException {
    assertThat(decide(new byte[] {1, 2, 3})).matches(Verdict::allowed);
    assertThat(decide(Eicar.testFile()).reason()).isEqualTo("scanner: Eicar-Test");
  }

  private void assertNoVerdict() {
    assertThatThrownBy(() -> decide(new byte[1]))
        .isInstanceOf(FilterPortException.class)
        .hasMessageContaining("UNSUCCESSFUL");
  }

  @Test
  @DisplayName("decides as clamd does; without clamd there is no verdict, and the service stays")
  void outage() throws IOException {
    try (FakeClamd _ = new FakeClamd(socket)) {
      engine.start();
      serve();
      assertDecides();
    }
    for (int i = 0; i < 10; i++) {
      assertNoVerdict();
    }
    try (FakeClamd _ = new FakeClamd(socket)) {
      Waiting.until(this::decides);
      assertDecides();
    }
  }

  private boolean decides() {
    try {
      return decide(new byte[1]).allowed();
    } catch (FilterPortException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("can be made while clamd is away")
  void rehearsal() throws IOException {
    serve();
    assertNoVerdict();
    try (FakeClamd _ = new FakeClamd(socket)) {
      engine.start();
      assertDecides();
    }
  }
}
