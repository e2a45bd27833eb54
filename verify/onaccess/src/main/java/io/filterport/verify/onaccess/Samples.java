package io.filterport.verify.onaccess;

import io.filterport.scanner.engine.Eicar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of both kinds; to be made before anybody guards them.
 *
 * @param clean files without anything
 * @param infected EICAR
 */
public record Samples(List<Path> clean, List<Path> infected) {
  /** {@return so many of each in a directory} */
  public static Samples write(Path directory, int count) throws IOException {
    List<Path> clean = new ArrayList<>();
    List<Path> infected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] text = ("clean " + i + "\n").repeat(64).getBytes(StandardCharsets.US_ASCII);
      clean.add(Files.write(directory.resolve("clean-" + i), text));
      infected.add(Files.write(directory.resolve("eicar-" + i), Eicar.testFile()));
    }
    return new Samples(clean, infected);
  }

  /** {@return so many of each, in turns; files are there more than once if need be} */
  public List<Path> each(int count) {
    return Stream.iterate(0, i -> i < count, i -> i + 1)
        .flatMap(i -> Stream.of(pick(clean, i), pick(infected, i)))
        .toList();
  }

  private static Path pick(List<Path> files, int index) {
    return files.get(index % files.size());
  }
}
