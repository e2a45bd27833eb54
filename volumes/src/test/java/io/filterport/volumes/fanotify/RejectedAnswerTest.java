package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.linux.Errno;
import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyAnswers;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that the kernel's own group rejects: whoever waits is denied, and does not hang. */
class RejectedAnswerTest {
  /** A denial with an error of its own, which is not for this class of groups. */
  private static final int REJECTED = Fanotify.DENY | Errno.ENOENT << 24;

  @TempDir Path mount;

  private final Counts counts = new Counts(() -> {});

  private interface Body {
    void run(Sandbox sandbox, int group) throws Exception;
  }

  /** Closing the group releases whoever still waits. */
  private void guarded(Body body) throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          int group = Fanotify.init(Fanotify.CLOEXEC | Fanotify.CLASS_CONTENT);
          try {
            int flags = Fanotify.MARK_ADD | Fanotify.MARK_FILESYSTEM;
            String directory = sandbox.directory().toString();
            assertThat(Fanotify.mark(group, flags, Fanotify.OPEN_PERM, directory)).isZero();
            body.run(sandbox, group);
          } finally {
            Fds.close(group);
          }
        });
  }

  /** {@return the descriptor of the file that somebody waits for now} */
  private static int nextFile(int group) {
    FanotifyEvents events = new FanotifyEvents(FanotifyEvents.bytesFor(1));
    assertThat(events.read(group)).isPositive();
    assertThat(events.next()).isTrue();
    return events.fd();
  }

  private static Opener cat(Sandbox sandbox, String name) {
    return Opener.start("cat", sandbox.guarded(name).toString());
  }

  @Test
  void whoWaitsForAnAnswerThatIsRejectedIsDenied() throws Throwable {
    guarded(
        (sandbox, group) -> {
          Opener opener = cat(sandbox, "clean");
          int file = nextFile(group);
          assertThat(Fanotify.respond(group, file, REJECTED)).isEqualTo(-Errno.EINVAL);
          new Responder(group, counts).respond(file, REJECTED);
          Fds.close(file);
          assertThat(opener.output()).contains(Sandbox.NOT_PERMITTED);
          assertThat(counts.total(Count.REJECTED)).isEqualTo(1);
          assertThat(counts.total(Count.ANSWERED)).isEqualTo(1);
        });
  }

  @Test
  void inABurstHeAloneIsDeniedAndTheOthersGetTheirAnswers() throws Throwable {
    guarded(
        (sandbox, group) -> {
          List<Opener> openers = new ArrayList<>();
          List<Integer> files = new ArrayList<>();
          FanotifyAnswers burst = new FanotifyAnswers();
          for (String name : List.of("clean", "bad", "other")) {
            openers.add(cat(sandbox, name));
            files.add(nextFile(group));
            burst.add(files.getLast(), name.equals("bad") ? REJECTED : Fanotify.ALLOW);
          }
          new Responder(group, counts).respondAll(burst);
          files.forEach(Fds::close);
          assertThat(openers.get(0).output()).isEqualTo("clean");
          assertThat(openers.get(1).output()).contains(Sandbox.NOT_PERMITTED);
          assertThat(openers.get(2).output()).isEqualTo("other");
          assertThat(counts.total(Count.REJECTED)).isEqualTo(1);
          assertThat(counts.total(Count.ANSWERED)).isEqualTo(3);
        });
  }
}
