package io.filterport.verify.onaccess.failures;

import io.filterport.verify.onaccess.Oddity;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All scenes, in the order in which they are played. Stateless. */
final class Scenes {
  private static final int MANY = 32;

  /** With as many infected ones. */
  private static final int STORM = 1_000;

  /** A host starts, and has room for some thirty operations in flight. */
  private static final int FEW_FILES = 448;

  private static final int MORE_THAN_FEW = 500;

  private Scenes() {}

  static List<Scene> all() {
    return List.of(
        Scene.named("well", "nothing"),
        Scene.named("scanner-killed", "the scanner is killed before")
            .before(defence -> defence.judge().process().kill()),
        Scene.named(
                "scanner-killed-meanwhile", "the scanner is stopped, and killed while they wait")
            .before(defence -> defence.judge().process().stop())
            .during(
                defence -> {
                  TimeUnit.MILLISECONDS.sleep(500);
                  defence.judge().process().kill();
                }),
        Scene.named("scanner-stopped", "the scanner is stopped (SIGSTOP) before")
            .before(defence -> defence.judge().process().stop()),
        Scene.named("scanner-stopped-64", "the same, with 64 openers at once")
            .openers(MANY)
            .before(defence -> defence.judge().process().stop()),
        Scene.named("scanner-silent", "in the scanner's place is one that never answers")
            .before(defence -> defence.judge().replaceBy(Oddity.SILENT)),
        Scene.named("scanner-nonsense", "in the scanner's place is one that answers random bytes")
            .before(defence -> defence.judge().replaceBy(Oddity.NONSENSE)),
        Scene.named(
                "scanner-forgetful", "in the scanner's place is one that loses half its answers")
            .before(defence -> defence.judge().replaceBy(Oddity.FORGETFUL)),
        Scene.named("scanner-hangs-up", "in the scanner's place is one that hangs up when asked")
            .before(defence -> defence.judge().replaceBy(Oddity.HANGS_UP)),
        Scene.named("scanner-back", "the scanner is killed, and started again")
            .beforehand(Scenes::killedAndBack),
        Scene.named("scanner-resumed", "the scanner is stopped, and goes on after a second")
            .before(defence -> defence.judge().process().stop())
            .during(
                defence -> {
                  TimeUnit.SECONDS.sleep(1);
                  defence.judge().process().resume();
                }),
        Scene.named("host-killed", "the host (clamonacc) is killed before")
            .toHost()
            .before(defence -> defence.listener().kill())
            .withoutVerdict(),
        Scene.named(
                "host-killed-meanwhile",
                "the scanner is stopped, and the host (clamonacc) killed while they wait")
            .toHost()
            .before(defence -> defence.judge().process().stop())
            .during(
                defence -> {
                  TimeUnit.MILLISECONDS.sleep(500);
                  defence.listener().kill();
                })
            .withoutVerdict(),
        Scene.named("host-back", "the host (clamonacc) is killed, and started again")
            .toHost()
            .beforehand(
                performance -> {
                  performance.defence().listener().kill();
                  performance.defence().startListenerAgain();
                  performance.recover();
                }),
        Scene.named(
                "host-stopped", "the host (clamonacc) is stopped before, and goes on at the end")
            .toHost()
            .before(defence -> defence.listener().stop())
            .after(Performance::release),
        Scene.named("storm", "2,000 openers at once").openers(STORM),
        Scene.named(
                "storm-scanner-stopped",
                "2,000 openers at once, while the scanner is stopped for two seconds")
            .openers(STORM)
            .before(defence -> defence.judge().process().stop())
            .during(
                defence -> {
                  TimeUnit.SECONDS.sleep(2);
                  defence.judge().process().resume();
                }),
        Scene.named("few-descriptors", "the host (clamonacc) has 448 descriptors; 1,000 openers")
            .openFiles(FEW_FILES)
            .openers(MORE_THAN_FEW));
  }

  private static void killedAndBack(Performance performance) throws Exception {
    performance.defence().judge().process().kill();
    performance.defence().judge().startAgain();
    performance.recover();
  }
}
