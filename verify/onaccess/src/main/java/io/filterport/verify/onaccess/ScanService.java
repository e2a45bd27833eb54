package io.filterport.verify.onaccess;

import java.util.ArrayList;
import java.util.List;

/** {@code filterport scan}, as an unprivileged user. */
final class ScanService implements Judge {
  /** The number of {@code nobody}, who scans. */
  static final int UID = 65_534;

  private final Place place;
  private final List<String> command;
  private Running process;

  private ScanService(Place place, List<String> command) throws Exception {
    this.place = place;
    this.command = command;
    this.process = start();
  }

  /**
   * Starts one, and waits until it is connected.
   *
   * @param options which engine, and what it needs
   */
  static ScanService start(Place place, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("scan", "--user=" + UID));
    arguments.add("--socket=" + place.controlSocket());
    arguments.addAll(options);
    return new ScanService(place, Command.filterport(arguments));
  }

  private Running start() throws Exception {
    Running started = place.run("scan", command);
    started.await("scanning for");
    return started;
  }

  @Override
  public Running process() {
    return process;
  }

  @Override
  public void startAgain() throws Exception {
    process = start();
  }

  @Override
  public void replaceBy(Oddity oddity) throws Exception {
    process.kill();
    String socket = place.controlSocket().toString();
    place
        .run("odd", Command.program(OddService.class, socket, oddity.name()))
        .await(OddService.READY);
  }
}
