package io.filterport.verify.bench.peer;

import java.nio.file.Path;
import java.util.List;

/**
 * What both halves of a measurement are told. Immutable.
 *
 * @param directory where sockets go; of this measurement alone
 * @param memory where files that are mapped go; a file system in memory if there is one
 * @param size bytes of a message and of its answer, 16 and more
 * @param callers threads that send
 */
public record Setup(Path directory, Path memory, int size, int callers) {
  /** {@return the socket of this measurement} */
  public Path socket() {
    return directory.resolve("s");
  }

  /** {@return this as arguments of a command line} */
  public List<String> toArguments() {
    return List.of(
        directory.toString(), memory.toString(), Integer.toString(size), Integer.toString(callers));
  }

  /** {@return what {@link #toArguments} made} */
  public static Setup parse(List<String> arguments) {
    return new Setup(
        Path.of(arguments.get(0)),
        Path.of(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)));
  }
}
