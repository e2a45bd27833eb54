package io.filterport.volumes.nio;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.PostOperationCallback;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What post-operation callbacks are told, over any file system. */
abstract class OutcomeContract {
  private final Outcome outcome = new Outcome();
  private Path outside;
  private NioVolume volume;
  private Path inside;

  /** A new, empty directory of the delegate with the name {@code guarded}. */
  abstract Path directory() throws IOException;

  @BeforeEach
  void guard() throws IOException {
    outside = directory();
    ProviderCall.fill(outside);
    volume = NioVolume.wrap(outside.getFileSystem(), VolumeOptions.named("guarded"));
    inside = volume.fileSystem().getPath(outside.toString());
  }

  static List<ProviderCall> single() {
    return ProviderCall.all();
  }

  private static List<String> outcomes(List<String> asked, String status) {
    return asked.stream().map(each -> Outcome.of(each, status)).toList();
  }

  @ParameterizedTest
  @MethodSource("single")
  @DisplayName("each operation of a call that succeeds is told once, in order")
  void success(ProviderCall call) throws Exception {
    volume.attach("320000", operation -> Verdict.ALLOW, outcome);
    call.run(inside);
    assertThat(outcome.told).isEqualTo(outcomes(call.operations(), "SUCCESS"));
  }

  /** What was done before a WRITE_CLOSE was denied has happened all the same. */
  @ParameterizedTest
  @MethodSource("single")
  @DisplayName("a denial is told those above it, with the operations that it kept from happening")
  void denial(ProviderCall call) throws Exception {
    for (int i = 0; i < call.operations().size(); i++) {
      outcome.told.clear();
      guard();
      Outcome denying = new Outcome();
      Outcome below = new Outcome();
      volume.attach("3.5", operation -> Verdict.ALLOW, outcome);
      volume.attach("3.25", new KindFilter(i), denying);
      volume.attach("3", operation -> Verdict.ALLOW, below);
      assertThatThrownBy(() -> call.run(inside)).isInstanceOf(AccessDeniedException.class);
      List<String> before = call.operations().subList(0, i);
      String denied = call.operations().get(i);
      boolean happened = denied.startsWith("WRITE_CLOSE");
      List<String> told = new ArrayList<>(outcomes(before, happened ? "SUCCESS" : "ACCESS_DENIED"));
      assertThat(denying.told).isEqualTo(told);
      assertThat(below.told).isEqualTo(told);
      told.add(happened ? i : 0, Outcome.of(denied, "ACCESS_DENIED"));
      assertThat(outcome.told).isEqualTo(told);
    }
  }

  /**
   * A call that fails.
   *
   * @param meanwhile what somebody else does between the question and the call
   */
  record Failure(
      ProviderCall.Action meanwhile,
      ProviderCall.Action call,
      Class<? extends Exception> thrown,
      List<String> told) {}

  private static Failure failure(
      ProviderCall.Action call, Class<? extends Exception> thrown, String... told) {
    return new Failure(outside -> {}, call, thrown, List.of(told));
  }

  static Stream<Failure> failures() {
    return Stream.of(
        failure(
            inside -> Files.createFile(inside.resolve("no/new")),
            NoSuchFileException.class,
            "CREATE new STATUS_OBJECT_NAME_NOT_FOUND"),
        failure(
            Files::delete,
            DirectoryNotEmptyException.class,
            "DELETE guarded STATUS_DIRECTORY_NOT_EMPTY"),
        failure(
            inside -> Files.copy(inside.resolve("file"), inside.resolve("other")),
            FileAlreadyExistsException.class,
            "OPEN file STATUS_OBJECT_NAME_COLLISION",
            "CREATE other STATUS_OBJECT_NAME_COLLISION"),
        failure(
            inside -> Files.move(inside.resolve("file"), inside.resolve("other")),
            FileAlreadyExistsException.class,
            "RENAME file -> other STATUS_OBJECT_NAME_COLLISION"),
        failure(inside -> Files.delete(inside.resolve("no")), NoSuchFileException.class),
        new Failure(
            outside -> Files.delete(outside.resolve("file")),
            inside -> Files.newInputStream(inside.resolve("file")).close(),
            NoSuchFileException.class,
            List.of("OPEN file STATUS_OBJECT_NAME_NOT_FOUND")),
        new Failure(
            outside -> Files.createFile(outside.resolve("new")),
            inside -> Files.createDirectory(inside.resolve("new")),
            FileAlreadyExistsException.class,
            List.of("CREATE new STATUS_OBJECT_NAME_COLLISION")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  @DisplayName("a failure of the file system is told as the status that it is on Windows")
  void failure(Failure failure) {
    volume.attach("320000", operation -> during(failure.meanwhile), outcome);
    assertThatThrownBy(() -> failure.call.run(inside)).isInstanceOf(failure.thrown);
    assertThat(outcome.told).isEqualTo(failure.told);
  }

  private Verdict during(ProviderCall.Action meanwhile) {
    try {
      meanwhile.run(outside);
      return Verdict.ALLOW;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("what goes before the delete does is not there, and is told so")
  void deletedMeanwhile() throws IOException {
    ProviderCall.Action delete = outside -> Files.delete(outside.resolve("file"));
    volume.attach("320000", operation -> during(delete), outcome);
    assertThat(Files.deleteIfExists(inside.resolve("file"))).isFalse();
    assertThat(outcome.told).containsExactly("DELETE file STATUS_OBJECT_NAME_NOT_FOUND");
  }

  private static String text(FileOperation operation) {
    try {
      assertThat(operation.content()).isSameAs(operation.content());
      return MarkerScanner.text(operation.content());
    } catch (NoSuchFileException e) {
      return "(gone)";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName(
      "the content is what stands there afterwards, under the new name of what was renamed")
  void contentAfterwards() throws IOException {
    List<String> seen = new ArrayList<>();
    volume.attach(
        "320000",
        operation -> {
          seen.add(operation.kind() + " " + text(operation));
          return Verdict.ALLOW;
        },
        (operation, status) ->
            seen.add("after " + operation.kind() + " " + text(operation) + operation.size()));
    Files.write(inside.resolve("file"), new byte[] {'n', 'e', 'w'}, WRITE, TRUNCATE_EXISTING);
    Files.move(inside.resolve("file"), inside.resolve("moved"));
    Files.delete(inside.resolve("moved"));
    Files.createDirectory(inside.resolve("made"));
    assertThat(seen)
        .containsExactly(
            "OPEN text",
            "after OPEN 4",
            "WRITE_CLOSE new",
            "after WRITE_CLOSE new3",
            "RENAME new",
            "after RENAME new3",
            "DELETE new",
            "after DELETE (gone)3",
            "CREATE ",
            "after CREATE 0");
  }

  /** A call, and what its post-operation callback finds. */
  record Found(ProviderCall.Action call, List<String> contents) {
    static Found of(ProviderCall.Action call, String... contents) {
      return new Found(call, List.of(contents));
    }
  }

  static Stream<Found> foundAfterwards() {
    return Stream.of(
        Found.of(
            inside -> Files.copy(inside.resolve("file"), inside.resolve("other"), REPLACE_EXISTING),
            "OPEN text",
            "DELETE (gone)",
            "CREATE text",
            "WRITE_CLOSE text"),
        Found.of(
            inside -> Files.move(inside.resolve("file"), inside.resolve("other"), REPLACE_EXISTING),
            "RENAME text",
            "DELETE (gone)"),
        Found.of(
            inside -> Files.createLink(inside.resolve("new"), inside.resolve("file")),
            "OPEN text",
            "CREATE text"),
        Found.of(
            inside -> Files.createSymbolicLink(inside.resolve("new"), inside.resolve("file")),
            "CREATE "),
        Found.of(
            inside -> Files.createSymbolicLink(inside.resolve("new"), inside.resolve("no")),
            "CREATE "),
        Found.of(inside -> Files.createDirectory(inside.resolve("new")), "CREATE "),
        Found.of(inside -> Files.delete(inside.resolve("directory")), "DELETE (gone)"),
        Found.of(inside -> Files.delete(inside.resolve("link")), "DELETE (gone)"));
  }

  @ParameterizedTest
  @MethodSource("foundAfterwards")
  @DisplayName("what was replaced or deleted is gone, and what was made has its bytes")
  void contentOfWhatWasMadeOrDeleted(Found found) throws Exception {
    List<String> seen = new ArrayList<>();
    volume.attach(
        "320000",
        operation -> Verdict.ALLOW,
        (operation, status) -> seen.add(operation.kind() + " " + text(operation)));
    found.call.run(inside);
    assertThat(seen).isEqualTo(found.contents);
  }

  @Test
  @DisplayName("what was not renamed has its content under the old name")
  void contentAfterDenial() {
    List<String> seen = new ArrayList<>();
    volume.attach(
        "2",
        operation -> Verdict.ALLOW,
        (operation, status) -> seen.add(operation.kind() + " " + text(operation)));
    volume.attach("1", operation -> Verdict.DENY);
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(
            () -> Files.move(inside.resolve("file"), inside.resolve("other"), REPLACE_EXISTING));
    assertThat(seen).containsExactly("RENAME text");
  }

  @Test
  @DisplayName("both callbacks get one object, which is no other operation's and dies at last")
  void oneObject() throws IOException {
    Map<FileOperation, Kind> begun = new HashMap<>();
    List<FileOperation> ended = new ArrayList<>();
    volume.attach(
        "320000",
        operation -> {
          assertThat(begun.put(operation, operation.kind())).isNull();
          return Verdict.ALLOW;
        },
        (operation, status) -> {
          assertThat(begun.remove(operation)).isEqualTo(operation.kind());
          assertThat(operation.timeLeft().nanos()).isPositive();
          ended.add(operation);
        });
    Files.copy(inside.resolve("file"), inside.resolve("other"), REPLACE_EXISTING);
    assertThat(begun).isEmpty();
    assertThat(ended)
        .hasSize(4)
        .allSatisfy(
            operation ->
                assertThatThrownBy(operation::content).isInstanceOf(IllegalStateException.class));
  }

  @Test
  @DisplayName("a callback that throws afterwards changes nothing, and those above it are told")
  void failingCallback() throws IOException {
    PreOperationCallback allow = operation -> Verdict.ALLOW;
    PostOperationCallback failing =
        (operation, status) -> {
          throw new StackOverflowError();
        };
    volume.attach("2", allow, outcome);
    volume.attach("1", allow, failing);
    Files.delete(inside.resolve("file"));
    assertThat(outcome.told).containsExactly("DELETE file STATUS_SUCCESS");
    assertThat(volume.counters().failed()).isZero();
  }

  @Test
  @DisplayName("a callback that uses its own volume afterwards fails")
  void reentryFails() throws IOException {
    List<Throwable> seen = new ArrayList<>();
    volume.attach(
        "320000",
        operation -> Verdict.ALLOW,
        (operation, status) ->
            assertThatThrownBy(() -> Files.newInputStream(inside.resolve("other")))
                .satisfies(seen::add));
    Files.delete(inside.resolve("file"));
    assertThat(seen)
        .singleElement()
        .isInstanceOfSatisfying(
            IllegalStateException.class,
            e -> assertThat(e).hasMessageContaining("through its own volume"));
  }

  @Test
  @DisplayName("what can be denied is told, but for what this volume never sees")
  void kinds() {
    assertThat(volume.reports())
        .isEqualTo(volume.capabilities())
        .containsExactlyInAnyOrder(
            Kind.CREATE, Kind.OPEN, Kind.WRITE_CLOSE, Kind.RENAME, Kind.DELETE);
  }
}
