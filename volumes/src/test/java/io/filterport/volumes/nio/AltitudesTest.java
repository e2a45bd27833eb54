package io.filterport.volumes.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.filterport.volume.FileOperation;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.Hold;
import io.filterport.volumes.RecordingFilters;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several filters on one volume, which come and go while operations run. */
class AltitudesTest {
  private static final List<String> HIGHEST_FIRST =
      List.of("328010.75", "328010.5", "328010.25", "328010");

  private final FileSystem delegate = Jimfs.newFileSystem(Configuration.unix());
  private final NioVolume volume = NioVolume.wrap(delegate, VolumeOptions.named("test"));
  private final RecordingFilters filters = RecordingFilters.on(volume);
  private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
  private Path file;

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(delegate.getPath("/file"), "text");
    file = volume.fileSystem().getPath("/file");
  }

  @AfterEach
  void close() throws IOException {
    others.close();
    delegate.close();
  }

  private String read() throws IOException {
    return Files.readString(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  @DisplayName("the first deny decides; those above are told, those below are not even asked")
  void firstDeny(int denying) {
    for (int i : new int[] {2, 0, 3, 1}) {
      boolean denies = i == denying || i == 3;
      filters.attach(HIGHEST_FIRST.get(i), denies ? Verdict.deny("number " + i) : Verdict.ALLOW);
    }
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(this::read)
        .satisfies(e -> assertThat(e.getReason()).isEqualTo("number " + denying));
    List<String> expected = new ArrayList<>();
    HIGHEST_FIRST.subList(0, denying + 1).forEach(altitude -> expected.add("ask " + altitude));
    HIGHEST_FIRST
        .subList(0, denying)
        .reversed()
        .forEach(altitude -> expected.add("tell " + altitude + " STATUS_ACCESS_DENIED"));
    assertThat(filters.take()).isEqualTo(expected);
  }

  @Test
  @DisplayName("an operation that is held has the filters that were there when it began")
  void heldWhenAsked() throws Exception {
    Hold hold = new Hold();
    filters.attach("1.5");
    Volume.Attachment top = filters.heldWhenAsked("2.5", hold);
    Volume.Attachment middle = filters.attach("2");
    Future<String> running = others.submit(this::read);
    hold.awaitReached();
    middle.close();
    top.close();
    filters.attach("2.25");
    filters.attach("3");
    assertThat(others.submit(this::read).get()).isEqualTo("text");
    assertThat(filters.take())
        .containsExactly(
            "ask 2.5",
            "ask 3",
            "ask 2.25",
            "ask 1.5",
            "tell 1.5 STATUS_SUCCESS",
            "tell 2.25 STATUS_SUCCESS",
            "tell 3 STATUS_SUCCESS");
    hold.release();
    assertThat(running.get()).isEqualTo("text");
    assertThat(filters.take())
        .containsExactly(
            "ask 2",
            "ask 1.5",
            "tell 1.5 STATUS_SUCCESS",
            "tell 2 STATUS_SUCCESS",
            "tell 2.5 STATUS_SUCCESS");
  }

  @Test
  @DisplayName("who is detached while the outcome is being told is told all the same")
  void heldWhenTold() throws Exception {
    Hold hold = new Hold();
    Volume.Attachment top = filters.attach("2");
    filters.heldWhenTold("1", hold);
    Future<String> running = others.submit(this::read);
    hold.awaitReached();
    top.close();
    filters.attach("3");
    hold.release();
    assertThat(running.get()).isEqualTo("text");
    assertThat(filters.take())
        .containsExactly("ask 2", "ask 1", "tell 1 STATUS_SUCCESS", "tell 2 STATUS_SUCCESS");
  }

  @Test
  @DisplayName("an operation that runs when the volume is closed is decided and told")
  void closedMeanwhile() throws Exception {
    Hold hold = new Hold();
    filters.heldWhenAsked("2", hold);
    filters.attach("1", Verdict.DENY);
    Future<String> running = others.submit(this::read);
    hold.awaitReached();
    volume.close();
    assertThat(read()).isEqualTo("text");
    hold.release();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(running::get)
        .withCauseInstanceOf(AccessDeniedException.class);
    assertThat(filters.take()).containsExactly("ask 2", "ask 1", "tell 2 STATUS_ACCESS_DENIED");
    assertThat(volume.counters().denied()).isEqualTo(1);
  }

  private static final int ROUNDS = 5_000;

  private String readOften() throws IOException {
    String read = "";
    for (int i = 0; i < ROUNDS; i++) {
      read = read();
    }
    return read;
  }

  /**
   * The lowest filter comes first and goes last, so there is never one missing between two others:
   * only an operation that looks at the list twice could miss one.
   */
  @Test
  @DisplayName("operations among filters that come and go see one list each, both ways")
  void race() throws Exception {
    Witness witness = new Witness(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    List<Future<String>> readers =
        List.of(others.submit(this::readOften), others.submit(this::readOften));
    while (!readers.stream().allMatch(Future::isDone)) {
      List<Volume.Attachment> attached =
          HIGHEST_FIRST.reversed().stream().map(altitude -> witness.on(volume, altitude)).toList();
      attached.reversed().forEach(Volume.Attachment::close);
    }
    for (Future<String> reader : readers) {
      assertThat(reader.get()).isEqualTo("text");
    }
    assertThat(witness.wrong).isEmpty();
    assertThat(witness.untold).isEmpty();
    assertThat(volume.counters().asked()).isPositive();
  }

  /**
   * Sees whether operations pass the filters one by one, and the same ones on the way back.
   *
   * @param untold whom an operation has passed, and who has not been told yet, highest first
   */
  private record Witness(Map<FileOperation, Deque<String>> untold, Set<String> wrong) {

    Volume.Attachment on(Volume volume, String altitude) {
      return volume.attach(
          altitude,
          operation -> asked(operation, altitude),
          (operation, status) -> told(operation, altitude));
    }

    private Verdict asked(FileOperation operation, String altitude) {
      Deque<String> before = untold.computeIfAbsent(operation, begun -> new ArrayDeque<>());
      int number = HIGHEST_FIRST.indexOf(altitude);
      if (!before.isEmpty() && !before.getLast().equals(HIGHEST_FIRST.get(number - 1))) {
        wrong.add(altitude + " asked after " + before);
      }
      before.addLast(altitude);
      return Verdict.ALLOW;
    }

    private void told(FileOperation operation, String altitude) {
      Deque<String> left = untold.getOrDefault(operation, new ArrayDeque<>());
      if (!altitude.equals(left.pollLast())) {
        wrong.add(altitude + " told before " + left);
      }
      if (left.isEmpty()) {
        untold.remove(operation);
      }
    }
  }
}
