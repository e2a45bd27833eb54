package io.filterport.volumes.fanotify;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fds;
import io.filterport.linux.FileStatus;
import io.filterport.linux.MountTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this process needs to run. A file system that holds some of it must not be guarded: what
 * guards would wait for what is guarded, or the whole machine for one process.
 */
final class HostFiles {
  private static final String MOVE_DIRECTORY =
      "Every open on that file system would wait for this process, its own included. Put the"
          + " directory on a file system of its own, such as another disk, a loop image or a"
          + " tmpfs";
  private static final String MOVE_OUTPUT =
      "Every open of that file would wait for this process, which keeps writing to it. Send its"
          + " output and its logs to another file system, or to a pipe";

  private static final String MOVE_DUMPS =
      "A crash would write there while nobody answers for the file system. Start it in another"
          + " directory, such as /, and send dumps, recordings and error reports elsewhere";
  private static final String MOVE_HELPER =
      "A crash of this process would wait for that program, and that program for this process; not"
          + " even killing it would end that. Name one elsewhere: sysctl kernel.core_pattern";

  /** The JVM goes there, whatever java.io.tmpdir is, if it cannot write elsewhere. */
  private static final Path LAST_RESORT = Path.of("/tmp");

  private HostFiles() {}

  private record Need(String what, String path, String fileSystem, String advice) {
    static Need place(String what, Path path) {
      return new Need(what, path.toString(), HostFiles.fileSystem(path), MOVE_DIRECTORY);
    }

    static Need dump(String what, Path file) {
      return new Need(what, file.toString(), fileSystemOf(file), MOVE_DUMPS);
    }

    static Need helper(Path program) {
      String what = "the program that takes core dumps,";
      return new Need(what, program.toString(), fileSystemOf(program), MOVE_HELPER);
    }

    /** The path of a deleted file opens nothing, so the descriptor tells the file system. */
    static Need output(int descriptor) {
      String path = Objects.requireNonNullElse(Fds.path(descriptor), "unknown");
      String what = "what this process writes to,";
      return new Need(what, path, HostFiles.fileSystem(descriptor), MOVE_OUTPUT);
    }
  }

  /**
   * Refuses a file system that this process needs.
   *
   * @param directory the guarded directory, for people
   * @param descriptor the same, open
   */
  static void checkApart(Path directory, int descriptor) {
    String guarded = fileSystem(descriptor);
    Stream.of(places(), dumps(), OpenFiles.written().mapToObj(Need::output))
        .flatMap(needs -> needs)
        .filter(need -> guarded.equals(need.fileSystem()))
        .findFirst()
        .ifPresent(
            need -> {
              throw refusal(directory, need);
            });
  }

  private static FilterPortException refusal(Path directory, Need need) {
    return new FilterPortException(
        "guarding " + directory + ", on the same file system as " + need.what() + " " + need.path(),
        NtStatus.NOT_SUPPORTED,
        need.advice());
  }

  private static Stream<Need> places() {
    Stream<Need> places =
        Stream.of(
            Need.place("the root", Path.of("/")),
            Need.place("the Java runtime", Path.of(System.getProperty("java.home"))),
            Need.place("temporary files", Path.of(System.getProperty("java.io.tmpdir"))));
    Stream<Need> code =
        Stream.of("java.class.path", "jdk.module.path")
            .flatMap(property -> entries(System.getProperty(property, "")).stream())
            .map(entry -> Need.place("the program", Path.of(entry).toAbsolutePath()));
    return Stream.concat(places, code);
  }

  private static Stream<Need> dumps() {
    Stream<Need> options =
        JvmOptions.ofThisProcess()
            .flatMap(
                option ->
                    JvmOptions.paths(option).map(path -> Need.dump("files of " + option, path)));
    Need here = Need.dump("the working directory", Path.of("").toAbsolutePath());
    Need reports = Need.dump("error reports of the JVM,", LAST_RESORT);
    return Stream.of(Stream.of(here, reports), options, cores().stream()).flatMap(needs -> needs);
  }

  private static Optional<Need> cores() {
    CoreDumps dumps = CoreDumps.now();
    return dumps
        .opened()
        .map(path -> dumps.goToProgram() ? Need.helper(path) : Need.dump("core dumps,", path));
  }

  /**
   * {@return the file system of a file} What is not there yet will be made in the next directory
   * above it that is.
   */
  static String fileSystemOf(Path file) {
    Path place = file.toAbsolutePath();
    while (place.getParent() != null && !Files.exists(place)) {
      place = place.getParent();
    }
    return fileSystem(place);
  }

  private static List<String> entries(String path) {
    return path.isEmpty() ? List.of() : Arrays.asList(path.split(File.pathSeparator, -1));
  }

  private static String fileSystem(Path path) {
    int fd = Fds.open(path.toString(), Fds.O_PATH);
    try {
      return fd < 0 ? "none" : fileSystem(fd);
    } finally {
      OpenEvent.close(fd);
    }
  }

  private static String fileSystem(int fd) {
    FileStatus status = FileStatus.of(fd);
    String device = (status.device() >>> 32) + ":" + (status.device() & 0xffff_ffffL);
    return Objects.requireNonNullElse(MountTable.device(status.mountId()), device);
  }
}
