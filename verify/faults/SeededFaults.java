import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Seeds the faults of the list, one at a time, and runs the tests that are to notice each. A fault is killed if a test
 * fails whose display name begins with the rule that the fault breaks. Prints the table of {@code RESULTS.md}; the exit
 * code is 0 if every fault was killed.
 *
 * <p>{@code SeededFaults.java LIBRARIES [--world WORLD] [RULE...]}, in the top directory of a tree that is compiled: the
 * libraries are a class path in a file; tests of rules run in that world alone, or in every one; only the faults of the
 * rules given, if any. The tree stays as it is: the classes of a room with the fault stand before those without it.
 */
final class SeededFaults {
  private static final long LIMIT_MINUTES = 10;
  private static final Path WORK = Path.of("target/faults").toAbsolutePath();
  private static final String MAIN = "/src/main/java";
  private static final String TEST = "/src/test/java";

  private final List<Fault> faults;
  private final Map<String, List<Path>> tests;
  private final String classPath;
  private final List<String> worlds;
  private int killed;

  private SeededFaults(List<Fault> faults, String libraries, List<String> worlds) throws IOException {
    this.faults = faults;
    this.worlds = worlds.stream().map(world -> "-Dfilterport.conformance.world=" + world).toList();
    this.tests = FaultList.tests(Path.of(""));
    this.classPath = WORK + File.pathSeparator + testClasses() + libraries;
  }

  public static void main(String[] args) throws Exception {
    boolean inOneWorld = args.length > 2 && args[1].equals("--world");
    List<String> worlds = inOneWorld ? List.of(args[2]) : List.of();
    List<String> rules = List.of(args).subList(inOneWorld ? 3 : 1, args.length);
    List<Fault> faults =
        Fault.read(Path.of("verify/faults/faults.txt")).stream()
            .filter(fault -> rules.isEmpty() || rules.contains(fault.rule()))
            .toList();
    SeededFaults run = new SeededFaults(faults, Files.readString(Path.of(args[0])), worlds);
    run.withoutFault();
    run.all();
    System.exit(run.killed == faults.size() ? 0 : 1);
  }

  private static String testClasses() throws IOException {
    return FaultList.rooms(Path.of("")).stream()
        .map(room -> room.resolve("target/quick/test-classes").toAbsolutePath() + File.pathSeparator)
        .collect(Collectors.joining());
  }

  /** Tests that fail anyway notice nothing. */
  private void withoutFault() throws IOException, InterruptedException {
    if (!compiles(List.of("verify/faults/RuleTests.java"), WORK)) {
      throw new IllegalStateException("RuleTests does not compile");
    }
    Collection<String> rules = new TreeSet<>();
    Collection<String> classes = new TreeSet<>();
    for (Fault fault : faults) {
      rules.add(fault.rule());
      classes.addAll(fault.tests());
    }
    String failure = run(rules, classes, WORK.resolve("none"));
    if (!failure.isEmpty()) {
      throw new IllegalStateException("without any fault fails " + failure);
    }
  }

  private void all() throws IOException, InterruptedException {
    long start = System.nanoTime();
    System.out.println("| # | rule | fault | in | killed by |");
    System.out.println("|---|---|---|---|---|");
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      String result = seed(fault, WORK.resolve(Integer.toString(i + 1)));
      System.out.printf(
          "| %d | %s | %s | %s | %s |%n",
          i + 1, fault.rule(), fault.what(), fault.file().getFileName(), result);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    System.out.printf("%n%d faults, %d killed, in %d s%n", faults.size(), killed, seconds);
  }

  private String seed(Fault fault, Path place) throws IOException, InterruptedException {
    Path seeded = place.resolve(fault.file().getFileName());
    Files.createDirectories(place);
    Files.writeString(seeded, fault.seeded(Files.readString(fault.file())));
    if (!compiles(sources(fault.file(), seeded), place.resolve("classes"))) {
      return "**DOES NOT COMPILE**";
    }
    String killer = run(List.of(fault.rule()), fault.tests(), place);
    killed += killer.isEmpty() ? 0 : 1;
    return killer.isEmpty() ? "**NOT KILLED**" : killer.replace("|", "/");
  }

  /** {@return what its room is compiled from: constants are copied into the classes of others} */
  private static List<String> sources(Path original, Path seeded) throws IOException {
    try (Stream<Path> files = Files.walk(room(original, MAIN).resolve("." + MAIN))) {
      return files
          .filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
          .map(file -> file.normalize().equals(original) ? seeded : file)
          .map(Path::toString)
          .toList();
    }
  }

  private static Path room(Path file, String part) {
    return Path.of(file.toString().split(part)[0]);
  }

  private boolean compiles(List<String> sources, Path classes) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath));
    arguments.addAll(List.of("-d", classes.toString()));
    arguments.addAll(sources);
    PrintWriter messages = new PrintWriter(System.err, true);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    return javac.run(messages, messages, arguments.toArray(String[]::new)) == 0;
  }

  /** {@return the test of one of the rules that failed; empty if none did} */
  private String run(Collection<String> rules, Collection<String> classes, Path place)
      throws IOException, InterruptedException {
    Files.createDirectories(place);
    List<Path> sources = classes.stream().map(test -> tests.get(test).getFirst()).toList();
    Path failure = place.resolve("failure");
    List<String> command = new ArrayList<>(java());
    command.addAll(worlds);
    command.addAll(List.of("-cp", place.resolve("classes") + File.pathSeparator + classPath));
    command.addAll(List.of("RuleTests", failure.toString(), String.join(",", rules)));
    sources.forEach(source -> command.add(className(source)));
    Process process =
        new ProcessBuilder(command)
            .directory(room(sources.getFirst(), TEST).toFile())
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("log").toFile())
            .start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return Files.exists(failure) ? Files.readString(failure) : "";
  }

  /** As in the build, but a test whose thread waits for ever, deaf to an interrupt, fails too. */
  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xshare:auto",
        "-Djunit.jupiter.execution.timeout.default=60s",
        "-Djunit.jupiter.execution.timeout.thread.mode.default=SEPARATE_THREAD");
  }

  private static String className(Path source) {
    return source.toString().split(TEST + "/")[1].replace(".java", "").replace('/', '.');
  }
}
