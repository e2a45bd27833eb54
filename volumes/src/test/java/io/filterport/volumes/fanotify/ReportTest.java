package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.NtStatus;
import io.filterport.linux.Fanotify;
import io.filterport.linux.FanotifyEvents;
import io.filterport.linux.Fds;
import io.filterport.linux.PidFd;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation;
import io.filterport.volume.FileOperation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a volume tells of after it has happened. */
class ReportTest {
  @TempDir Path mount;

  private interface Body {
    void run(Sandbox sandbox, FanotifyVolume volume, Told told) throws Exception;
  }

  private void told(Sandbox.On fileSystem, Body body) throws Throwable {
    Sandbox.run(
        fileSystem,
        mount,
        sandbox -> {
          Told told = new Told();
          try (FanotifyVolume volume = sandbox.told(Sandbox.options(), told)) {
            body.run(sandbox, volume, told);
          }
          told.assertNoMore();
        });
  }

  private void told(Body body) throws Throwable {
    told(Sandbox.On.TMPFS, body);
  }

  /** What a shell does in the guarded directory, which must print nothing. */
  private static void shell(Sandbox sandbox, String script) {
    String printed = Opener.shell("cd \"$1\" && { " + script + "; }", sandbox.directory() + "");
    assertThat(printed).isEmpty();
  }

  private static final String EACH_KIND = "echo text > a; mv a b; rm b";

  private static void assertEachKind(Sandbox sandbox, Told told) throws InterruptedException {
    shell(sandbox, EACH_KIND);
    told.assertNext(
        "CREATE " + sandbox.guarded("a"),
        "WRITE_CLOSE " + sandbox.guarded("a"),
        "RENAME " + sandbox.guarded("a") + " -> " + sandbox.guarded("b"),
        "DELETE " + sandbox.guarded("b"));
  }

  @Test
  void eachKindIsToldWithItsNames() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          assertEachKind(sandbox, told);
          assertThat(volume.reports())
              .containsExactlyInAnyOrder(Kind.CREATE, Kind.WRITE_CLOSE, Kind.RENAME, Kind.DELETE);
          assertThat(volume.counters().asked()).as("only the open").isEqualTo(1);
        });
  }

  @Test
  void eachKindIsToldOnExt4() throws Throwable {
    told(Sandbox.On.EXT4, (sandbox, volume, told) -> assertEachKind(sandbox, told));
  }

  @Test
  void directoriesLinksAndFifosAreToldToo() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "mkdir d; mv d e; rmdir e; ln -s clean s; ln clean h; mkfifo f");
          told.assertNext(
              "CREATE " + sandbox.guarded("d"),
              "RENAME " + sandbox.guarded("d") + " -> " + sandbox.guarded("e"),
              "DELETE " + sandbox.guarded("e"),
              "CREATE " + sandbox.guarded("s"),
              "CREATE " + sandbox.guarded("h"),
              "CREATE " + sandbox.guarded("f"));
        });
  }

  @Test
  void closingAFifoIsNotWritingAFile() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "mkfifo f; cat f > /dev/null & echo through > f; wait");
          untilLeftOut(volume); // what is gone could have been a file
          shell(sandbox, "rm f");
          told.assertNext("CREATE " + sandbox.guarded("f"), "DELETE " + sandbox.guarded("f"));
        });
  }

  private static void untilLeftOut(FanotifyVolume volume) {
    while (volume.reportCounters().outside() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void namesAreToldWhateverTheirBytesAre() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "mkdir \"$(printf 'a b\\nc')\" \"$(printf 'x\\377')\" \"$(printf 'ä')\"");
          told.assertNext(
              "CREATE " + sandbox.directory() + "/a b\nc",
              "CREATE " + sandbox.directory() + "/x\ufffd",
              "CREATE " + sandbox.directory() + "/ä");
        });
  }

  @Test
  void theLongestNamesAreToldToo() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          String longest = "n".repeat(254);
          shell(sandbox, "mkdir " + longest + "1; mv " + longest + "1 " + longest + "2");
          told.assertNext(
              "CREATE " + sandbox.guarded(longest + "1"),
              "RENAME " + sandbox.guarded(longest + "1") + " -> " + sandbox.guarded(longest + "2"));
        });
  }

  @Test
  void renamesAcrossTheBorderAreToldWithBothNames() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(
              sandbox,
              "mkdir d; mv clean d/c; mv d/c ../outside/c; mv ../outside/c ../outside/e;"
                  + " mv ../outside/e d");
          told.assertNext(
              "CREATE " + sandbox.guarded("d"),
              "RENAME " + sandbox.guarded("clean") + " -> " + sandbox.guarded("d/c"),
              "RENAME " + sandbox.guarded("d/c") + " -> " + sandbox.outside("c"),
              "RENAME " + sandbox.outside("e") + " -> " + sandbox.guarded("d/e"));
        });
  }

  @Test
  void whatARenameReplacesIsNotToldByItself() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "mv clean bad; mkdir d");
          told.assertNext(
              "RENAME " + sandbox.guarded("clean") + " -> " + sandbox.guarded("bad"),
              "CREATE " + sandbox.guarded("d"));
        });
  }

  @Test
  void whatHappensOutsideIsNotTold() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "cd ../outside; echo a > a; mv a b; rm b; mkdir ../guarded/d");
          told.assertNext("CREATE " + sandbox.guarded("d"));
          assertThat(volume.reportCounters().outside()).isPositive();
        });
  }

  /**
   * As when the reader comes late: it was told, since a file that is gone could have been inside.
   */
  @Test
  void whatWasWrittenOutsideAndIsGoneProvesToBeOutside() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          try (GuardedTree tree = GuardedTree.open(sandbox.directory());
              ReportGroup group = ReportGroup.open(tree.descriptor())) {
            assertThat(group.mark(tree.descriptor())).isZero();
            shell(sandbox, "cd ../outside; echo a > a; rm a");
            assertThat(whatWasWritten(group, tree))
                .singleElement()
                .returns(sandbox.outside("a").toString(), Happening::path)
                .matches(happening -> happening.provesOutside(Kind.WRITE_CLOSE));
          }
        });
  }

  private static List<Happening> whatWasWritten(ReportGroup group, GuardedTree tree) {
    List<Happening> written = new ArrayList<>();
    FanotifyEvents events = new FanotifyEvents(4096);
    assertThat(events.read(group.fd())).isPositive();
    while (events.next()) {
      if ((events.mask() & Fanotify.CLOSE_WRITE) != 0) {
        written.add(Happening.of(events, tree));
      }
      OpenEvent.close(events.pidfd());
    }
    return written;
  }

  @Test
  void aFileThatIsWrittenUnderAnotherNameOfItsIsTold() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "ln clean ../outside/link; echo more >> ../outside/link");
          told.assertNext("WRITE_CLOSE " + sandbox.outside("link"));
        });
  }

  @Test
  void aTreeThatGoesIsToldNameByName() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          shell(sandbox, "mkdir -p q/w; mkdir q/w/z");
          told.next();
          told.next();
          told.next();
          shell(sandbox, "rm -r q");
          assertThat(told.next()).startsWith("DELETE ").endsWith("/z");
          assertThat(told.next()).startsWith("DELETE ").endsWith("/w");
          assertThat(told.next()).isEqualTo("DELETE " + sandbox.guarded("q"));
        });
  }

  private record Seen(long size, long pid, long uid, String text) {
    static Seen of(FileOperation operation) throws IOException {
      return new Seen(
          operation.size(), operation.processId(), operation.userId(), Sandbox.text(operation));
    }
  }

  @Test
  void aCallbackSeesWhoWroteWhat() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          LinkedBlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
          try (FanotifyVolume volume =
              sandbox.told(
                  Sandbox.options(), (operation, status) -> seen.add(Seen.of(operation)))) {
            Opener writer =
                Opener.startShell("echo bad > \"$1\"; read end", sandbox.guarded("bad") + "");
            assertThat(seen.take()).isEqualTo(new Seen(4, writer.process().pid(), 0, "bad\n"));
            writer.tell("end");
            assertThat(volume.counters().denied()).isZero();
          }
        });
  }

  @Test
  void theContentIsThatOfTheFileItselfAndNothingOfWhatIsGone() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
          LinkedBlockingQueue<FileOperation> kept = new LinkedBlockingQueue<>();
          try (FanotifyVolume volume =
              sandbox.told(
                  Sandbox.options(),
                  (operation, status) -> {
                    kept.add(operation);
                    seen.add(operation.kind() + " " + textOrNot(operation));
                  })) {
            shell(sandbox, "mv bad good; mkfifo fifo");
            assertThat(seen.take()).isEqualTo("RENAME bad");
            assertThat(seen.take()).isEqualTo("CREATE ");
            shell(sandbox, "rm good");
            assertThat(seen.take()).isEqualTo("DELETE not");
            assertThat(volume.reportCounters().lost()).isZero();
          }
          assertThatThrownBy(() -> kept.take().content()).isInstanceOf(IOException.class);
        });
  }

  private static String textOrNot(FileOperation operation) {
    try {
      return Sandbox.text(operation);
    } catch (IOException e) {
      return "not";
    }
  }

  @Test
  void whatThisProcessDoesIsNotTold() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          Files.writeString(sandbox.guarded("own"), "own");
          shell(sandbox, "mkdir d");
          told.assertNext("CREATE " + sandbox.guarded("d"));
          assertThat(volume.reportCounters().exempt()).isPositive();
        });
  }

  @Test
  void whatAnExemptProcessDoesIsNotTold() throws Throwable {
    told(
        (sandbox, volume, told) -> {
          Opener service =
              Opener.startShell(
                  "read go; : > \"$1\"; echo done; read end", sandbox.guarded("new") + "");
          int pid = Math.toIntExact(service.process().pid());
          int pidfd = PidFd.open(pid);
          try (Exemption exemption = volume.exempt(pid, pidfd)) {
            assertThat(exemption).isNotNull();
            service.tell("go");
            assertThat(service.line()).isEqualTo("done");
            shell(sandbox, "mkdir d");
            told.assertNext("CREATE " + sandbox.guarded("d"));
          }
          Fds.close(pidfd);
          service.tell("end");
        });
  }

  @Test
  void nothingIsReadUntilACallbackWantsToHearIt() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Told told = new Told();
          try (FanotifyVolume volume = sandbox.volume()) {
            shell(sandbox, "mkdir d");
            volume.attach("2", operation -> Sandbox.denyBad(operation), told);
            shell(sandbox, "mkdir e");
            told.assertNext("CREATE " + sandbox.guarded("e"));
            assertThat(volume.reportCounters().read()).isEqualTo(1);
          }
        });
  }

  @Test
  void whatHappenedIsToldBeforeTheVolumeIsClosed() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          LinkedBlockingQueue<Long> processes = new LinkedBlockingQueue<>();
          FanotifyVolume volume =
              sandbox.told(
                  Sandbox.options(), (operation, status) -> processes.add(operation.processId()));
          shell(sandbox, "i=0; while [ $i -lt 300 ]; do i=$((i+1)); mkdir d$i; done");
          volume.close();
          assertThat(processes).hasSize(300).doesNotContain(AccessToken.UNKNOWN);
          assertThat(volume.reportCounters().told()).isEqualTo(300);
        });
  }

  @Test
  void aCallbackThatFailsEndsNothing() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Told told = new Told();
          try (FanotifyVolume volume =
              sandbox.told(
                  Sandbox.options(),
                  (operation, status) -> {
                    told.postOperation(operation, NtStatus.SUCCESS);
                    throw new IOException("on purpose");
                  })) {
            shell(sandbox, "mkdir a b");
            told.assertNext("CREATE " + sandbox.guarded("a"), "CREATE " + sandbox.guarded("b"));
            assertThat(volume.reports()).isNotEmpty();
          }
        });
  }
}
