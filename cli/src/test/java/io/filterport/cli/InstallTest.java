package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.config.DefaultFile;
import io.filterport.cli.install.Installer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
  /** The SHA-256 of nothing. */
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir Path root;

  private List<String> install(String... more) throws Exception {
    return run("install", more);
  }

  private List<String> run(String command, String... more) throws Exception {
    String[] line =
        Stream.concat(Stream.of(command, "--root=" + root), Stream.of(more)).toArray(String[]::new);
    CommandLineRun run = CommandProcess.run(line);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    return run.out().lines().toList();
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> !file.equals(root)).toList();
    }
  }

  @Test
  void aDryRunTellsTheStepsAndMakesNothing() throws Exception {
    List<String> told = install("--dry-run");
    assertThat(contents()).isEmpty();
    assertThat(told)
        .contains("make " + root.resolve("etc/filterport"))
        .contains("write " + root.resolve("usr/bin/filterport"));
    assertThat(install()).as("the steps of a real run").isEqualTo(told);
  }

  /** In an image of another machine the same commands would act on this one. */
  @Test
  void nobodyIsToldToGoOnAfterADryRunOrInAnImageOfAnotherMachine() throws Exception {
    assertThat(install("--dry-run")).noneMatch(line -> line.startsWith("next"));
    assertThat(install()).noneMatch(line -> line.startsWith("next"));
  }

  @Test
  void whatIsInstalledRunsAndUninstallingLeavesNothing() throws Exception {
    install();
    ProcessBuilder installed =
        new ProcessBuilder(root.resolve("usr/bin/filterport").toString(), "--version");
    CommandLineRun run = CommandProcess.run(installed);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.OK);
    assertThat(run.out()).isEqualTo(CommandProcess.run("--version").out());
    run("uninstall");
    assertThat(contents()).isEmpty();
  }

  /** As ssh brings them from a Mac, and a name that this machine has not got. */
  @Test
  void theLauncherSetsALocaleThatIsThereWhateverTheCallers() throws Exception {
    Path launcher = script("bin/filterport", launcher());
    script("lib/filterport/jre/bin/java", "#!/bin/sh\necho \"$LC_ALL\"\n");
    ProcessBuilder command = new ProcessBuilder(launcher.toString());
    command.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    command.environment().put("LANG", "xx_XX.UTF-8");
    assertThat(CommandProcess.run(command).out()).isEqualTo("C.UTF-8\n");
    command.environment().put("LC_CTYPE", "UTF-8");
    assertThat(CommandProcess.run(command).out()).isEqualTo("C.UTF-8\n");
  }

  /** The exit code of the JVM is 3 then, which means something else for them. */
  @Test
  void theLauncherHasThoseEndOutOfMemoryForWhomSomebodyWaits() throws Exception {
    Path launcher = script("bin/filterport", launcher());
    script("lib/filterport/jre/bin/java", "#!/bin/sh\necho \"$*\"\n");
    String option = "-XX:+ExitOnOutOfMemoryError";
    for (String command : List.of("host", "scan", "hold")) {
      assertThat(CommandProcess.run(new ProcessBuilder(launcher.toString(), command, "-x")).out())
          .contains(option)
          .endsWith(".Main " + command + " -x\n");
    }
    assertThat(CommandProcess.run(new ProcessBuilder(launcher.toString(), "replay")).out())
        .doesNotContain(option);
    assertThat(CommandProcess.run(new ProcessBuilder(launcher.toString())).out())
        .doesNotContain(option);
  }

  private static String launcher() throws IOException {
    try (InputStream in = Installer.class.getResourceAsStream("launcher.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path script(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void completionAndManualPagesAreThoseOfTheCommands(@TempDir Path share) throws Exception {
    install();
    assertThat(CommandLineRun.of("manuals", "--share", share.toString()).exitCode()).isZero();
    List<Path> made = files(share);
    assertThat(made).hasSizeGreaterThan(VisibleCommands.all().size());
    for (Path file : made) {
      assertThat(root.resolve("usr/share").resolve(share.relativize(file)))
          .hasSameTextualContentAs(file);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void installingAgainChangesNothing() throws Exception {
    install();
    assertThat(install()).isEmpty();
  }

  @Test
  void theConfigurationIsTheDefaultWithWhatTheUnitsNeed() throws Exception {
    install();
    List<String> lines = Files.readAllLines(root.resolve("etc/filterport/filterport.toml"));
    List<String> commented = lines.stream().map(InstallTest::byDefault).toList();
    assertThat(commented).isEqualTo(DefaultFile.read().lines().toList());
    assertThat(lines).contains("administrators = [\"filterport\"]", "run = [\"scanner\"]");
  }

  private static String byDefault(String line) {
    return switch (line) {
      case "administrators = [\"filterport\"]" -> "#administrators = []";
      case "run = [\"scanner\"]" -> "#run = []";
      default -> line;
    };
  }

  @Test
  void aChangedConfigurationStays() throws Exception {
    install();
    Path configuration = root.resolve("etc/filterport/filterport.toml");
    Files.writeString(configuration, "[filters]\n");
    String kept = "keep " + configuration + ", which was changed";
    assertThat(install()).containsExactly(kept);
    assertThat(run("uninstall"))
        .contains(kept, "keep " + root.resolve("etc/filterport") + ", which is not empty");
    assertThat(configuration).hasContent("[filters]\n");
    assertThat(contents())
        .containsExactlyInAnyOrder(
            root.resolve("etc"), root.resolve("etc/filterport"), configuration);
  }

  @Test
  void anotherVersionTakesThePlaceOfTheOneBefore() throws Exception {
    install();
    Path list = root.resolve("usr/lib/filterport/installed");
    Path old = Files.writeString(root.resolve("usr/lib/filterport/lib/old.jar"), "");
    Files.writeString(
        list, Files.readString(list) + "f\t" + EMPTY + "\tusr/lib/filterport/lib/old.jar\n");
    Path unit = root.resolve("usr/lib/systemd/system/filterport.service");
    Files.writeString(unit, "an older unit");
    assertThat(install()).containsExactly("remove " + old, "replace " + unit);
    assertThat(old).doesNotExist();
  }

  @Test
  void aRuntimeOfItsOwnTakesThePlaceOfTheLinkAndBack() throws Exception {
    install();
    Path runtime = root.resolve("usr/lib/filterport/jre");
    Path linked = Files.readSymbolicLink(runtime);
    List<String> told = install("--jre", "--dry-run");
    assertThat(Files.readSymbolicLink(runtime)).isEqualTo(linked);
    assertThat(told)
        .startsWith("remove " + runtime, "make " + runtime)
        .contains("write " + runtime.resolve("bin/java"));
    assertThat(install("--jre")).isEqualTo(told);
    assertThat(runtime.resolve("bin/java")).isExecutable();
    assertThat(runtime.toRealPath()).isEqualTo(root.toRealPath().resolve("usr/lib/filterport/jre"));
    requireNativeAccess(runtime);
    install();
    assertThat(Files.readSymbolicLink(runtime)).isEqualTo(linked);
    run("uninstall");
    assertThat(contents()).isEmpty();
  }

  /** A runtime lets the program make native calls although nobody tells it to. */
  private void requireNativeAccess(Path runtime) throws Exception {
    CommandLineRun run =
        CommandProcess.run(
            new ProcessBuilder(
                runtime.resolve("bin/java").toString(),
                "--module-path=" + runtime.resolveSibling("lib"),
                "--module=io.filterport.cli/io.filterport.cli.Main",
                "ports",
                "--socket=" + root.resolve("nobody")));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.NO_MANAGER);
    assertThat(run.err()).doesNotContain("WARNING");
  }

  @Test
  void whatIsInstalledDoesNotTakeItsOwnPlace() throws Exception {
    install();
    CommandLineRun run =
        CommandProcess.run(
            new ProcessBuilder(
                root.resolve("usr/bin/filterport").toString(), "install", "--root=" + root));
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("this command is what is installed there");
  }

  @Test
  void nothingIsInstalledOverAPackage() throws Exception {
    Path home = Files.createDirectories(root.resolve("usr/lib/filterport"));
    Path mark = Files.writeString(home.resolve("packaged"), "");
    CommandLineRun run = CommandProcess.run("install", "--root=" + root);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("a package is installed below " + root, "apt-get remove");
    assertThat(files(root)).containsExactly(mark);
  }

  @Test
  void aDirectoryThatLeadsOutOfTheRootIsRefused() throws Exception {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Path below = Files.createDirectory(root.resolve("root"));
    Files.createSymbolicLink(below.resolve("etc"), elsewhere);
    CommandLineRun run = CommandProcess.run("install", "--root=" + below);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("leads out of");
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** No file may be longer: the end of one is not written, as where the disk is full. */
  private ProcessBuilder withLittleRoom(int blocks) {
    ProcessBuilder builder = SelfProcess.of("install", "--root=" + root);
    builder.command().addAll(0, List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
    return builder;
  }

  @Test
  void whatAnInstallHasWrittenThatFoundTheDiskFullIsUninstalled() throws Exception {
    CommandLineRun run = CommandProcess.run(withLittleRoom(200));
    assertThat(run.exitCode()).as(run.all()).isEqualTo(ExitCodes.FAILURE);
    assertThat(files(root)).as(run.all()).isNotEmpty().noneMatch(InstallTest::isHidden);
    run("uninstall");
    assertThat(contents()).isEmpty();
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  @Test
  void whatAnInstallHasWrittenThatCouldNotGoOnIsUninstalled() throws Exception {
    Path inTheWay = Files.createDirectories(root.resolve("usr/share/man/man1/filterport.1"));
    Path own = Files.writeString(inTheWay.resolve("own"), "");
    CommandLineRun run = CommandProcess.run("install", "--root=" + root);
    assertThat(run.exitCode()).as(run.all()).isEqualTo(ExitCodes.FAILURE);
    assertThat(files(root)).contains(root.resolve("usr/bin/filterport"));
    run("uninstall");
    assertThat(files(root)).containsExactly(own);
  }

  @Test
  void anUpgradeThatIsInterruptedIsUninstalledWithWhatIsLeftOfTheVersionBefore() throws Exception {
    install();
    Path unit = root.resolve("usr/lib/systemd/system/filterport.service");
    Path list = root.resolve("usr/lib/filterport/installed");
    Files.writeString(unit, "");
    Files.writeString(list, Files.readString(list) + "f\t" + EMPTY + "\t" + root.relativize(unit));
    Path inTheWay = root.resolve("usr/bin/filterport");
    Files.delete(inTheWay);
    Path own = Files.writeString(Files.createDirectory(inTheWay).resolve("own"), "");
    CommandLineRun run = CommandProcess.run("install", "--root=" + root);
    assertThat(run.exitCode()).as(run.all()).isEqualTo(ExitCodes.FAILURE);
    assertThat(unit).isEmptyFile();
    assertThat(run("uninstall")).contains("keep " + inTheWay + ", which was changed");
    assertThat(files(root)).containsExactly(own);
  }

  @Test
  void whatAnInstallWasAtWhenItWasKilledIsUninstalled() throws Exception {
    install();
    Files.writeString(root.resolve("usr/bin/.filterport.new"), "half of");
    Files.writeString(root.resolve("usr/lib/filterport/.installed.new"), "half of");
    run("uninstall");
    assertThat(contents()).isEmpty();
  }

  /** As an administrator does who wants the program to run with another runtime. */
  private Path runtimeBehindALink() throws Exception {
    Path runtime = root.resolve("usr/lib/filterport/jre");
    Path other = root.resolve("opt/jdk");
    Files.createDirectories(other.getParent());
    Files.move(runtime, other);
    Files.createSymbolicLink(runtime, other);
    return other;
  }

  @Test
  void whatALinkLeadsToThatTookTheRuntimesPlaceStays() throws Exception {
    install("--jre");
    Path other = runtimeBehindALink();
    List<Path> before = files(other);
    Path runtime = root.resolve("usr/lib/filterport/jre");
    CommandLineRun again = CommandProcess.run("install", "--root=" + root, "--jre");
    assertThat(again.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(again.err()).contains(runtime + " is a link where this needs a directory");
    assertThat(run("uninstall"))
        .contains("keep " + runtime.resolve("bin/java") + ", which is behind a link");
    assertThat(files(other)).isEqualTo(before);
  }

  @Test
  void whatALinkLeadsToStaysWhereAnotherVersionHasNoRuntime() throws Exception {
    install("--jre");
    Path other = runtimeBehindALink();
    List<Path> before = files(other);
    install();
    assertThat(files(other)).isEqualTo(before);
  }

  @Test
  void aDryRunOfUninstallTellsTheStepsAndRemovesNothing() throws Exception {
    install();
    Path own = Files.writeString(root.resolve("usr/lib/filterport/lib/own"), "");
    Files.writeString(root.resolve("usr/bin/.filterport.new"), "half of");
    List<Path> before = contents();
    List<String> told = run("uninstall", "--dry-run");
    assertThat(contents()).isEqualTo(before);
    assertThat(told)
        .contains("keep " + own.getParent() + ", which is not empty")
        .contains("remove " + root.resolve("usr/bin"));
    assertThat(run("uninstall")).as("the steps of a real run").isEqualTo(told);
  }

  @Test
  void aDryRunTellsWhichDirectoriesOfAnotherVersionStay() throws Exception {
    install();
    Path list = root.resolve("usr/lib/filterport/installed");
    Path directory = Files.createDirectory(root.resolve("usr/lib/filterport/old"));
    Files.writeString(list, Files.readString(list) + "d\t-\tusr/lib/filterport/old\n");
    Files.writeString(directory.resolve("own"), "");
    List<String> told = install("--dry-run");
    assertThat(told).containsExactly("keep " + directory + ", which is not empty");
    assertThat(install()).as("the steps of a real run").isEqualTo(told);
  }

  @Test
  void whereNothingIsInstalledNothingIsRemoved() throws Exception {
    CommandLineRun run = CommandProcess.run("uninstall", "--root=" + root);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILURE);
    assertThat(run.err()).contains("no list of installed files below " + root);
  }
}
