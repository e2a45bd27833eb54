package io.filterport.cli;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code filterport bench}: round trips through a port beside the same through plain sockets. */
@Command(
    name = "bench",
    description =
        "Measure round trips between two processes here, and the throughput of several callers (in"
            + " microseconds a message), beside plain Unix sockets in the same run.")
final class BenchCommand implements Callable<Integer> {
  private static final int MAX_ROUNDS = 1_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Rounds, each measuring both in turn; medians are shown (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws IOException {
    Numbers.inRange("--rounds", rounds, 1, MAX_ROUNDS);
    Path directory = Files.createTempDirectory("filterport-bench");
    try (BenchServer server = new BenchServer(directory)) {
      List<Map<String, Object>> rows = measure(server);
      if (output.isForPeople()) {
        output.print(rows);
      } else {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("rows", rows);
        output.print(result);
      }
      return ExitCodes.OK;
    } finally {
      Files.deleteIfExists(directory.resolve("manager.sock.lock"));
      Files.deleteIfExists(directory);
    }
  }

  /** The client is a process of its own, so that nothing but the kernel is shared. */
  private List<Map<String, Object>> measure(BenchServer server) throws IOException {
    Process client =
        SelfProcess.of(
                "bench-client",
                "--socket",
                server.controlSocket().toString(),
                "--plain",
                server.plainSocket().toString(),
                "--rounds",
                Integer.toString(rounds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(row(line.split(" ", -1)));
      }
      requireSuccess(client.onExit().join().exitValue());
    } finally {
      client.destroy();
    }
    return rows;
  }

  private static void requireSuccess(int exitCode) {
    if (exitCode != ExitCodes.OK) {
      throw new FilterPortException(
          "the bench's client ended with exit code " + exitCode,
          NtStatus.UNSUCCESSFUL,
          "See what it printed above.");
    }
  }

  /** Name, size, callers, and the median microseconds of both. */
  private static Map<String, Object> row(String[] fields) {
    double ours = Double.parseDouble(fields[3]);
    double plain = Double.parseDouble(fields[4]);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", fields[0]);
    row.put("size", Integer.parseInt(fields[1]));
    row.put("callers", Integer.parseInt(fields[2]));
    row.put("filterportMicros", rounded(ours));
    row.put("socketMicros", rounded(plain));
    row.put("ratio", rounded(plain / ours));
    return row;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
