package io.filterport.verify.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The versions of the libraries that are measured, as the files on the class path have them. */
final class Libraries {
  private static final List<String> MEASURED =
      List.of("aeron-driver", "grpc-netty", "netty-transport", "HdrHistogram", "jmh-core");
  private static final Pattern VERSION = Pattern.compile("(.+?)-(\\d[^-]*?)(\\.Final)?\\.jar");

  private Libraries() {}

  /** {@return name and version of each} */
  static String versions() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).getFileName().toString())
        .flatMap(name -> VERSION.matcher(name).results())
        .filter(match -> MEASURED.contains(match.group(1)))
        .map(Libraries::text)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String text(MatchResult match) {
    return match.group(1) + " " + match.group(2);
  }
}
