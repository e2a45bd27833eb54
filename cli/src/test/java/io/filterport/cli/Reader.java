package io.filterport.cli;

import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that reads a file, and may be a client of a port that answers nothing. */
final class Reader implements AutoCloseable {
  /** The answer to {@code read} if the file cannot be opened. */
  static final String DENIED = "denied";

  private static final String CONNECT = "connect ";

  private final Process process;
  private final BufferedReader answers;

  Reader(Path socket, Path file) throws Exception {
    Path testClasses =
        Path.of(Reader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("jdk.module.path") + ":" + testClasses,
                Reader.class.getName(),
                socket.toString(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /** {@return the answer to {@code connect PORT}, {@code close} or {@code read}} */
  String ask(String order) throws IOException {
    process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return String.valueOf(answers.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** In the other process, until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    ParentWatch.haltAfterLimit();
    PortSpace space = PortSpace.at(Path.of(arguments[0]));
    Path file = Path.of(arguments[1]);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    FilterPort port = null;
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String answer = "done";
      if (order.startsWith(CONNECT)) {
        port = FilterPort.connect(space, order.substring(CONNECT.length()));
      } else if (port != null && order.equals("close")) {
        port.close();
      } else {
        answer = read(file);
      }
      System.out.println(answer);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return DENIED;
    }
  }
}
