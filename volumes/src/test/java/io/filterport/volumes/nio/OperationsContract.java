package io.filterport.volumes.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.volume.VolumeOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which operations each call is, and what a denial of each does, over any file system. */
abstract class OperationsContract {
  /** A new, empty directory of the delegate with the name {@code guarded}. */
  abstract Path directory() throws IOException;

  static List<ProviderCall> single() {
    return ProviderCall.all();
  }

  static Stream<ProviderCall> all() {
    return Stream.concat(ProviderCall.all().stream(), ProviderCall.composed().stream());
  }

  private Path filled() throws IOException {
    Path directory = directory();
    ProviderCall.fill(directory);
    return directory;
  }

  static Path guarded(Path directory, KindFilter filter) {
    NioVolume volume =
        NioVolume.wrap(directory.getFileSystem(), VolumeOptions.named(directory.toString()));
    volume.attach("320000", filter);
    return volume.fileSystem().getPath(directory.toString());
  }

  /** All that is below a directory, with its content. */
  static Map<String, String> tree(Path directory) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.toList()) {
        tree.put(directory.relativize(each).toString(), content(each));
      }
    }
    return tree;
  }

  private static String content(Path entry) throws IOException {
    if (Files.isSymbolicLink(entry)) {
      return "-> " + Files.readSymbolicLink(entry).getFileName();
    }
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
        ? "directory"
        : Files.readString(entry);
  }

  @ParameterizedTest
  @MethodSource("all")
  @DisplayName("a call that is allowed asks for its operations in order, and does what it would do")
  void allows(ProviderCall call) throws Exception {
    KindFilter filter = new KindFilter();
    Path directory = filled();
    call.run(guarded(directory, filter));
    assertThat(filter.asked).isEqualTo(call.operations());
    Path unguarded = filled();
    call.run(unguarded);
    assertThat(tree(directory)).isEqualTo(tree(unguarded));
  }

  @ParameterizedTest
  @MethodSource("single")
  @DisplayName("a denial ends the call, and nothing has happened but what was written")
  void denies(ProviderCall call) throws Exception {
    Path unguarded = filled();
    call.run(unguarded);
    for (int i = 0; i < call.operations().size(); i++) {
      boolean written = call.operations().get(i).startsWith("WRITE_CLOSE");
      assertThat(afterDenial(call, i)).isEqualTo(tree(written ? unguarded : filled()));
    }
  }

  private Map<String, String> afterDenial(ProviderCall call, int number) throws IOException {
    KindFilter filter = new KindFilter(number);
    Path directory = filled();
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> call.run(guarded(directory, filter)))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(KindFilter.REASON));
    assertThat(filter.asked).isEqualTo(call.operations().subList(0, number + 1));
    return tree(directory);
  }

  static List<ProviderCall> vain() {
    return ProviderCall.vain();
  }

  @ParameterizedTest
  @MethodSource("vain")
  @DisplayName("a call that does nothing agrees with the delegate's, and does nothing")
  void agrees(ProviderCall call) throws Exception {
    KindFilter filter = new KindFilter();
    Path directory = filled();
    Path unguarded = filled();
    String outcome = outcome(call, guarded(directory, filter));
    assertThat(outcome).isEqualTo(outcome(call, unguarded));
    assertThat(filter.asked).isEqualTo(call.operations());
    assertThat(tree(directory)).isEqualTo(tree(unguarded));
  }

  private static String outcome(ProviderCall call, Path directory) throws Exception {
    try {
      call.run(directory);
      return "nothing";
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return e.getClass().getName();
    }
  }

  @Test
  @DisplayName("the exception of a denied rename names both paths")
  void namesBothPaths() throws IOException {
    Path inside = guarded(filled(), new KindFilter(0));
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.move(inside.resolve("file"), inside.resolve("new")))
        .satisfies(e -> assertThat(e.getFile()).isEqualTo(inside.resolve("file").toString()))
        .satisfies(e -> assertThat(e.getOtherFile()).isEqualTo(inside.resolve("new").toString()));
  }

  @Test
  @DisplayName("a volume without callbacks does what its delegate does")
  void idle() throws Exception {
    for (ProviderCall call : ProviderCall.all()) {
      Path directory = filled();
      NioVolume volume = NioVolume.wrap(directory.getFileSystem(), VolumeOptions.named("idle"));
      call.run(volume.fileSystem().getPath(directory.toString()));
      Path unguarded = filled();
      call.run(unguarded);
      assertThat(tree(directory)).as(call.name()).isEqualTo(tree(unguarded));
    }
  }
}
