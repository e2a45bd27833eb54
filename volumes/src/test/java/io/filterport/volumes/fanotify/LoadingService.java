package io.filterport.volumes.fanotify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A service that loads a class before each of its answers; it ends after the watchdog's time. */
final class LoadingService {
  static final String LOADED = "loaded";

  private LoadingService() {}

  static String[] command(URI classes) throws URISyntaxException {
    List<String> command = ChildPrograms.command(LoadingService.class);
    command.add(classes.toString());
    return command.toArray(String[]::new);
  }

  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    Watchdog.start();
    URL[] classes = {URI.create(arguments[0]).toURL()};
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (questions.readLine() != null) {
      try (URLClassLoader loader = new URLClassLoader(classes, null)) {
        Class<?> ignored = Class.forName(LoadedLate.class.getName(), true, loader);
        System.out.println(LOADED);
      }
    }
  }
}
