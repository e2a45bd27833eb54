package io.filterport.verify.conformance.samples;

import io.filterport.PortSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process of a service. It ends with the service, or with its standard input. */
final class SampleProgram implements Console {
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private SampleProgram() {}

  /** Runs the service of a class against the manager at a socket, once it is told to. */
  public static void main(String[] arguments) throws Exception {
    SampleService service =
        Class.forName(arguments[1])
            .asSubclass(SampleService.class)
            .getDeclaredConstructor()
            .newInstance();
    SampleProgram program = new SampleProgram();
    program.read();
    service.run(PortSpace.at(Path.of(arguments[0])), program);
    System.exit(0);
  }

  @Override
  public synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  @Override
  public String read() {
    try {
      String line = in.readLine();
      if (line == null) {
        Runtime.getRuntime().halt(1);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
