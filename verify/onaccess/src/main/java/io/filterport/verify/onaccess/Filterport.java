package io.filterport.verify.onaccess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code filterport host} and {@code filterport scan}. */
public final class Filterport implements Defence {
  private static final int WORKERS = 4;
  private static final int MAX_ATTEMPTS = 5;

  private final Place place;
  private final boolean held;
  private final Holders holders;
  private final List<String> command;
  private Running host;
  private final ScanService scan;
  private final Judge judge;

  private Filterport(Place place, Plan plan) throws Exception {
    this.place = place;
    this.held = plan.kind().isHeld();
    this.holders = place.keep(new Holders(place)); // before the hosts, so it is closed after them
    List<String> scanOptions = new ArrayList<>(List.of("--workers=" + WORKERS));
    if (plan.kind() == Plan.Kind.CLAMD) {
      Clamd clamd = Clamd.start(place, List.of());
      scanOptions.addAll(List.of("--engine=clamd", "--clamd-socket=" + clamd.socket()));
      judge = clamd;
      command = hostCommand(place, plan);
      host = listen();
      scan = ScanService.start(place, scanOptions);
    } else {
      command = hostCommand(place, plan);
      host = listen();
      scan = ScanService.start(place, scanOptions);
      judge = scan;
    }
  }

  static Filterport start(Place place, Plan plan) throws Exception {
    return new Filterport(place, plan);
  }

  /** {@return the command line of the host that guards a place} */
  static List<String> hostCommand(Place place, Plan plan) {
    List<String> arguments = new ArrayList<>(List.of("host", "--filter=scanner"));
    arguments.add("--volume=" + place.stage().guarded());
    arguments.add("--socket=" + place.controlSocket());
    arguments.add("--sddl=D:(A;;GA;;;SY)(A;;0x1;;;S-1-22-1-" + ScanService.UID + ")");
    arguments.addAll(plan.hostOptions());
    return plan.limited(Command.filterport(arguments));
  }

  private Running listen() throws Exception {
    Running started = place.run("host", command);
    started.await("listening on");
    if (held) {
      holders.add(started);
    }
    return started;
  }

  @Override
  public Running listener() {
    return host;
  }

  /** {@return the service} */
  public Running scan() {
    return scan.process();
  }

  /** {@return what the host has counted under a name, with a label} */
  public long counted(String name, String label) throws IOException {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + "_total{") && line.contains(label))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("no " + name + " in the host's metrics"));
  }

  /** On a busy machine the five seconds for a client's first word may pass: it tries again. */
  private String metrics() throws IOException {
    List<String> command =
        Command.filterport(List.of("metrics", "--socket=" + place.controlSocket()));
    for (int attempt = 1; ; attempt++) {
      try (Running asked = place.start("metrics", command)) {
        int exit = asked.awaitEnd();
        if (exit == 0) {
          return asked.log();
        } else if (attempt == MAX_ATTEMPTS || !asked.log().contains("Try again.")) {
          throw new IOException("metrics ended with " + exit + ": " + asked.log());
        }
      }
    }
  }

  @Override
  public Judge judge() {
    return judge;
  }

  @Override
  public void startListenerAgain() throws Exception {
    host = listen();
  }

  @Override
  public void close() throws IOException {
    place.close();
  }
}
