package io.filterport.verify.onaccess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** ClamAV's clamonacc, which hands descriptors of files to clamd. */
final class ClamOnAcc implements Defence {
  /** The program. */
  static final Path PROGRAM = Path.of("/usr/sbin/clamonacc");

  private final Place place;
  private final List<String> command;
  private final Clamd clamd;
  private Running process;

  private ClamOnAcc(Place place, Clamd clamd, List<String> command) throws IOException {
    this.place = place;
    this.clamd = clamd;
    this.command = command;
    this.process = listen();
  }

  static ClamOnAcc start(Place place, Plan plan) throws Exception {
    String onError = plan.kind() == Plan.Kind.CLAMONACC_DENYING ? "yes" : "no";
    Clamd clamd =
        Clamd.start(
            place,
            List.of(
                "OnAccessIncludePath " + place.stage().guarded(),
                "OnAccessPrevention yes",
                "OnAccessExcludeUname " + Clamd.USER,
                "OnAccessDenyOnError " + onError));
    List<String> command =
        List.of(PROGRAM.toString(), "-c", clamd.settings().toString(), "--foreground", "--fdpass");
    return new ClamOnAcc(place, clamd, plan.limited(command));
  }

  private Running listen() throws IOException {
    return place.run("clamonacc", command);
  }

  @Override
  public Running listener() {
    return process;
  }

  @Override
  public Judge judge() {
    return clamd;
  }

  @Override
  public void startListenerAgain() throws IOException {
    process = listen();
  }

  @Override
  public void close() throws IOException {
    place.close();
  }
}
