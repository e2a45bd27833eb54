package io.filterport.spy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.service.ConnectOptions;
import io.filterport.service.FilterPort;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files, opened through a guarded file system, and the clients that hear of it. */
class SpyFilterTest {
  private static final MemorySegment GET_LOG = Buffers.of((byte) 1, (byte) 0, (byte) 0, (byte) 0);
  private static final String TO_THE_SCANNER = "320000";

  @TempDir Path directory;

  private final NioVolume volume =
      NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("test"));
  private final Stage stage = new Stage(volume);
  private Path file;

  @BeforeEach
  void make() throws IOException {
    Path real = Files.write(directory.resolve("file"), new byte[] {1, 2, 3});
    file = volume.fileSystem().getPath(real.toString());
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void open() throws IOException {
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
  }

  private static List<SpyRecord> all(SpyClient client) {
    List<SpyRecord> all = new ArrayList<>();
    for (List<SpyRecord> some = client.pull(); !some.isEmpty(); some = client.pull()) {
      all.addAll(some);
    }
    return all;
  }

  private static List<String> paths(SpyClient client) {
    return all(client).stream().map(record -> ((Operation) record).path()).toList();
  }

  private static NtStatus refusal(FilterPort port, MemorySegment input, MemorySegment output) {
    try {
      port.send(input, output);
    } catch (FilterPortException e) {
      return e.status();
    }
    throw new AssertionError("taken");
  }

  @Test
  void anOpenIsToldWithAllThatIsKnown() throws IOException {
    try (SpyClient client = stage.connect(SpySelection.EVERYTHING)) {
      Instant before = Instant.now();
      open();
      Instant after = Instant.now();
      Operation told = (Operation) all(client).getFirst();
      assertThat(told.time()).isBetween(before, after);
      assertThat(told)
          .isEqualTo(
              new Operation(
                  1,
                  told.time(),
                  "OPEN",
                  file.toString(),
                  Optional.empty(),
                  false,
                  3,
                  ProcessHandle.current().pid(),
                  -1,
                  NtStatus.SUCCESS));
      assertThat(client.pull()).isEmpty();
    }
  }

  @Test
  void everythingIsAllowedAndWhatAnotherFilterDeniesIsToldAllTheSame() throws IOException {
    volume.attach(TO_THE_SCANNER, operation -> Verdict.deny("for a test"));
    try (SpyClient client = stage.connect(SpySelection.EVERYTHING)) {
      assertThatThrownBy(() -> Files.readAllBytes(file)).isInstanceOf(AccessDeniedException.class);
      assertThat(paths(client)).containsExactly(file.toString());
    }
  }

  @Test
  void eachClientGetsWhatHappensWhileItIsConnected() throws IOException {
    open();
    try (SpyClient first = stage.connect(SpySelection.EVERYTHING)) {
      open();
      try (SpyClient second = stage.connect(SpySelection.EVERYTHING)) {
        open();
        List<SpyRecord> told = all(first);
        assertThat(told).hasSize(2);
        assertThat(((Operation) told.getFirst()).sequence()).isEqualTo(2);
        assertThat(all(second)).isEqualTo(told.subList(1, 2));
      }
    }
    open();
    try (SpyClient third = stage.connect(SpySelection.EVERYTHING)) {
      assertThat(third.pull()).isEmpty();
    }
  }

  @Test
  void kindsProcessAndPathSelectAndTheRestLeavesGapsInTheNumbers() throws IOException {
    Path made = file.resolveSibling("made");
    long self = ProcessHandle.current().pid();
    try (SpyClient creates = stage.connect(new SpySelection(Set.of(Kind.CREATE), 0, ""));
        SpyClient own = stage.connect(new SpySelection(Set.of(), self, "**/made"));
        SpyClient others = stage.connect(new SpySelection(Set.of(), self + 1, ""));
        SpyClient elsewhere = stage.connect(new SpySelection(Set.of(), 0, "/elsewhere/**"))) {
      open();
      Files.write(made, new byte[1]);
      assertThat(paths(creates)).containsExactly(made.toString());
      Files.readAllBytes(made);
      List<SpyRecord> told = all(own);
      assertThat(told.stream().map(record -> ((Operation) record).kind()))
          .startsWith("CREATE")
          .endsWith("OPEN");
      assertThat(((Operation) told.getFirst()).sequence()).isEqualTo(2);
      assertThat(others.pull()).isEmpty();
      assertThat(elsewhere.pull()).isEmpty();
    }
  }

  @Test
  void whatOperationsCameToIsTold() throws IOException {
    volume.attach(TO_THE_SCANNER, operation -> allowing(operation.kind() != Kind.RENAME));
    Path missing = file.resolveSibling("missing/new");
    try (SpyClient client = stage.connect(SpySelection.EVERYTHING)) {
      open();
      assertThatThrownBy(() -> Files.move(file, file.resolveSibling("new")))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> Files.createDirectory(missing))
          .isInstanceOf(NoSuchFileException.class);
      Files.delete(file);
      assertThat(all(client).stream().map(record -> text((Operation) record)))
          .containsExactly(
              "OPEN 0x00000000", "RENAME 0xc0000022", "CREATE 0xc0000034", "DELETE 0x00000000");
    }
  }

  private static Verdict allowing(boolean allowed) {
    return allowed ? Verdict.ALLOW : Verdict.DENY;
  }

  private static String text(Operation operation) {
    return operation.kind() + " " + Objects.requireNonNull(operation.status()).hex();
  }

  @Test
  void aClientThatDoesNotPullLosesWhatHasNoRoomAndNobodyWaits() throws IOException {
    try (SpyClient client = stage.connect(SpySelection.EVERYTHING)) {
      open();
      int bytes = SpyMessages.encode((Operation) client.pull().getFirst()).length;
      int room = SpyLog.MAX_BYTES / bytes;
      for (int i = 0; i < room + 5; i++) {
        open();
      }
      List<SpyRecord> told = all(client);
      assertThat(told).hasSize(room + 1).endsWith(new Lost(5));
      open();
      assertThat(paths(client)).containsExactly(file.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"00000000", "02000000", "010000", "01"})
  void anotherCommandIsRefused(String command) {
    try (FilterPort port = FilterPort.connect(stage.space, SpyFilter.PORT)) {
      MemorySegment input = Buffers.of(HexFormat.of().parseHex(command));
      assertThat(refusal(port, input, Buffers.allocate(100))).isEqualTo(NtStatus.INVALID_PARAMETER);
    }
  }

  @Test
  void aCommandNeedsRoomForAnAnswer() throws IOException {
    try (FilterPort port = FilterPort.connect(stage.space, SpyFilter.PORT)) {
      assertThat(refusal(port, GET_LOG, null)).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(refusal(port, GET_LOG, Buffers.allocate(0))).isEqualTo(NtStatus.INVALID_PARAMETER);
      assertThat(refusal(port, GET_LOG, Buffers.allocate(8))).isEqualTo(NtStatus.NO_MORE_ENTRIES);
      open();
      assertThatExceptionOfType(FilterPortException.class)
          .isThrownBy(() -> port.send(GET_LOG, Buffers.allocate(8)))
          .satisfies(
              refusal -> {
                assertThat(refusal.hresult().value()).isEqualTo(0x8007007A);
                MemorySegment enough = Buffers.allocate((int) refusal.bytes());
                assertThat(port.send(GET_LOG, enough)).isEqualTo((int) refusal.bytes());
              });
    }
  }

  @Test
  void aContextThatIsNoSelectionIsRefused() {
    ConnectOptions nonsense = ConnectOptions.withContext(Buffers.allocate(16));
    assertThatExceptionOfType(FilterPortException.class)
        .isThrownBy(() -> FilterPort.connect(stage.space, SpyFilter.PORT, nonsense))
        .satisfies(e -> assertThat(e.status()).isEqualTo(NtStatus.UNKNOWN_REVISION));
  }

  @Test
  void thePortIsForAdministratorsWhateverTheHostWasTold() {
    assertThat(stage.manager.snapshot().filters().getFirst().ports().getFirst())
        .satisfies(
            port -> {
              assertThat(port.securityDescriptor())
                  .isEqualTo("D:(A;;0x1f0001;;;SY)(A;;0x1f0001;;;BA)");
              assertThat(port.maxConnections()).isEqualTo(4);
            });
  }

  @Test
  void afterTheUnloadNothingIsRecordedAndClientsLearnOfIt() throws IOException {
    try (SpyClient client = stage.connect(SpySelection.EVERYTHING)) {
      stage.unload();
      open();
      assertThat(volume.counters().asked()).isZero();
      assertThatExceptionOfType(FilterPortException.class)
          .isThrownBy(client::pull)
          .satisfies(e -> assertThat(e.isDisconnected()).isTrue());
    }
  }
}
