package io.filterport.spy;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.NtStatus;
import io.filterport.spy.SpyRecord.Lost;
import io.filterport.spy.SpyRecord.Operation;
import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When an operation is recorded: on volumes that tell what it came to, and on those that do not.
 */
class SpiedVolumeTest {
  private final FakeVolume volume =
      new FakeVolume(Set.of(Kind.OPEN, Kind.EXEC), Set.of(Kind.OPEN, Kind.DELETE));
  private final Stage stage = new Stage(volume);
  private final SpyClient client = stage.connect(SpySelection.EVERYTHING);

  @AfterEach
  void close() {
    client.close();
    stage.close();
  }

  private FileOperation begin(FileOperation operation) throws IOException {
    assertThat(volume.pre.preOperation(operation)).isEqualTo(Verdict.ALLOW);
    return operation;
  }

  /** {@return such as {@code 1 OPEN /file STATUS_SUCCESS}} */
  private Stream<String> told() {
    return client.pull().stream().map(record -> text((Operation) record));
  }

  private static String text(Operation operation) {
    NtStatus status = operation.status();
    return String.join(
        " ",
        Long.toString(operation.sequence()),
        operation.kind(),
        operation.path(),
        status == null ? "?" : status.name());
  }

  @Test
  void withItsOutcomeWhenItIsOverAndWithTheNumberAndTimeOfItsBegin() throws IOException {
    FileOperation first = begin(new AnOperation(Kind.OPEN));
    FileOperation second = begin(new AnOperation(Kind.OPEN));
    assertThat(told()).isEmpty();
    volume.post.postOperation(second, NtStatus.ACCESS_DENIED);
    volume.post.postOperation(first, NtStatus.SUCCESS);
    assertThat(told())
        .containsExactly("2 OPEN /file STATUS_ACCESS_DENIED", "1 OPEN /file STATUS_SUCCESS");
    volume.post.postOperation(first, NtStatus.SUCCESS);
    assertThat(told()).isEmpty();
  }

  @Test
  void whenItBeginsIfNobodyWillTellWhatItCameTo() throws IOException {
    begin(new AnOperation(Kind.EXEC));
    assertThat(told()).containsExactly("1 EXEC /file ?");
  }

  @Test
  void whenItIsOverIfNobodyWasAsked() throws IOException {
    volume.post.postOperation(new AnOperation(Kind.DELETE), NtStatus.SUCCESS);
    assertThat(told()).containsExactly("1 DELETE /file STATUS_SUCCESS");
  }

  @Test
  void whatIsRenamedWithItsNewNameByWhichItIsFoundToo() throws IOException {
    SpySelection programs = new SpySelection(Set.of(), SpySelection.ANY_PROCESS, "/**.exe");
    try (SpyClient wantsPrograms = stage.connect(programs)) {
      volume.post.postOperation(new Renamed("/file.exe"), NtStatus.SUCCESS);
      volume.post.postOperation(new Renamed("/file.txt"), NtStatus.SUCCESS);
      assertThat(wantsPrograms.pull())
          .extracting(record -> ((Operation) record).targetPath())
          .containsExactly(Optional.of("/file.exe"));
    }
  }

  private static final class Renamed extends AnOperation {
    private final String targetPath;

    Renamed(String targetPath) {
      super(Kind.RENAME);
      this.targetPath = targetPath;
    }

    @Override
    public Optional<String> targetPath() {
      return Optional.of(targetPath);
    }
  }

  @Test
  void onlyForThoseWhoWereThereWhenItBegan() throws IOException {
    FileOperation operation = begin(new AnOperation(Kind.OPEN));
    try (SpyClient late = stage.connect(SpySelection.EVERYTHING)) {
      volume.post.postOperation(operation, NtStatus.SUCCESS);
      assertThat(told()).hasSize(1);
      assertThat(late.pull()).isEmpty();
    }
  }

  @Test
  void whatCannotBeLookedAtIsAllowedAndCounted() throws IOException {
    begin(new Unreadable(new IllegalStateException("gone")));
    begin(new Unreadable(new StackOverflowError()));
    FakeVolume afterwards = new FakeVolume(Set.of(), Set.of(Kind.OPEN));
    assertThat(client.pull()).containsExactly(new Lost(2));
    assertThat(stage.losses()).isEqualTo(Map.of("no_room", 0L, "failed", 2L));
    try (Stage other = new Stage(afterwards);
        SpyClient told = other.connect(SpySelection.EVERYTHING)) {
      FileOperation unreadable = new Unreadable(new IllegalStateException("gone"));
      afterwards.post.postOperation(unreadable, NtStatus.SUCCESS);
      assertThat(told.pull()).containsExactly(new Lost(1));
    }
  }
}
