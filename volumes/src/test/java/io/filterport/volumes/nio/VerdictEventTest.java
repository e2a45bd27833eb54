package io.filterport.volumes.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation.Kind;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volume.VerdictEvent;
import io.filterport.volume.VolumeCounters;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.VerdictEvents;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a Java file system's verdicts")
class VerdictEventTest {
  private static final int TIMES = 50;
  private static final VolumeOptions OPTIONS = VolumeOptions.named("uploads");
  private static final Verdict BAD = Verdict.deny("scanner: bad").basedOn("patterns 7");

  private final FileSystem delegate = Jimfs.newFileSystem(Configuration.unix());

  @AfterEach
  void close() throws Exception {
    delegate.close();
  }

  private NioVolume volume(VolumeOptions options, PreOperationCallback callback) throws Exception {
    Files.writeString(delegate.getPath("file"), "text");
    NioVolume volume = NioVolume.wrap(delegate, options);
    volume.attach("320000", callback);
    return volume;
  }

  private String absolute(String name) {
    return delegate.getPath(name).toAbsolutePath().toString();
  }

  private static Path file(NioVolume volume) {
    return volume.fileSystem().getPath("file");
  }

  @Test
  @DisplayName("are told to the listener: who denied, why, and with what")
  void denial() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    try (NioVolume volume = volume(OPTIONS.withListener(heard), operation -> BAD)) {
      assertThatThrownBy(() -> Files.readString(file(volume)))
          .isInstanceOf(AccessDeniedException.class);
    }
    VerdictEvent event = heard.events().get(0);
    assertThat(event.volume()).isEqualTo("uploads");
    assertThat(event.kind()).isEqualTo(Kind.OPEN);
    assertThat(event.path()).isEqualTo(absolute("file"));
    assertThat(event.altitude()).contains("320000");
    assertThat(event.reason()).isEqualTo("scanner: bad");
    assertThat(event.basis()).isEqualTo("patterns 7");
    assertThat(event.processId()).isEqualTo(ProcessHandle.current().pid());
    assertThat(event.userId()).isEqualTo(AccessToken.UNKNOWN);
    assertThat(event.executable()).isEqualTo(ProcessHandle.current().info().command());
    assertThat(event.latencyNanos()).isPositive();
    assertThat(event)
        .matches(it -> !it.allowed() && !it.wouldDeny() && !it.byDefault() && !it.cached());
  }

  @Test
  @DisplayName("are told once each")
  void oneEach() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    try (NioVolume volume = volume(OPTIONS.withListener(heard), operation -> BAD)) {
      for (int i = 0; i < TIMES; i++) {
        assertThatThrownBy(() -> Files.readString(file(volume)))
            .isInstanceOf(AccessDeniedException.class);
      }
      assertThat(volume.counters().denied()).isEqualTo(TIMES);
    }
    assertThat(heard.events()).hasSize(TIMES);
  }

  @Test
  @DisplayName("are told of what was allowed only to those who want that")
  void allowed() throws Exception {
    VerdictEvents denials = VerdictEvents.ofDenials();
    VerdictEvents all = VerdictEvents.ofAll();
    for (VerdictEvents heard : new VerdictEvents[] {denials, all}) {
      try (NioVolume volume = volume(OPTIONS.withListener(heard), operation -> Verdict.ALLOW)) {
        Files.move(file(volume), volume.fileSystem().getPath("new"));
        Files.delete(delegate.getPath("new"));
      }
    }
    assertThat(denials.events()).isEmpty();
    VerdictEvent event = all.events().get(0);
    assertThat(event.kind()).isEqualTo(Kind.RENAME);
    assertThat(event.targetPath()).contains(absolute("new"));
    assertThat(event).matches(it -> it.allowed() && it.reason().isEmpty());
  }

  @Test
  @DisplayName("do not wait for a listener that blocks")
  void blocked() throws Exception {
    VerdictEvents heard = VerdictEvents.ofAll();
    try (NioVolume volume = volume(OPTIONS.withListener(heard), operation -> Verdict.ALLOW)) {
      heard.block();
      Files.readString(file(volume));
      heard.awaitBlocked();
      for (int i = 0; i < 5_000; i++) {
        Files.readString(file(volume));
      }
      heard.unblock();
      heard.await(5_001);
      assertThat(heard.events().size()).isLessThan(5_001);
    }
  }

  @Test
  @DisplayName("deny nothing in audit mode, and say that they would have")
  void audit() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    VolumeOptions audit = OPTIONS.withAudit().withListener(heard);
    try (NioVolume volume = volume(audit, operation -> BAD)) {
      assertThat(Files.readString(file(volume))).isEqualTo("text");
      assertThat(volume.counters()).isEqualTo(new VolumeCounters(1, 0, 0, 0, 1));
    }
    assertThat(heard.events())
        .singleElement()
        .matches(event -> event.allowed() && event.wouldDeny())
        .extracting(VerdictEvent::reason)
        .isEqualTo("scanner: bad");
  }

  @Test
  @DisplayName("deny nothing by default either, in audit mode")
  void auditOfTheDefault() throws Exception {
    VerdictEvents heard = VerdictEvents.ofDenials();
    VolumeOptions audit = OPTIONS.withAudit().withListener(heard);
    PreOperationCallback broken =
        operation -> {
          throw new IllegalStateException("broken");
        };
    try (NioVolume volume = volume(audit, broken)) {
      assertThat(Files.readString(file(volume))).isEqualTo("text");
      assertThat(volume.counters()).isEqualTo(new VolumeCounters(1, 0, 0, 0, 1));
    }
    assertThat(heard.events())
        .singleElement()
        .matches(event -> event.allowed() && event.wouldDeny() && event.byDefault())
        .satisfies(event -> assertThat(event.reason()).contains("failed"))
        .satisfies(event -> assertThat(event.altitude()).isEqualTo(Optional.of("320000")));
  }
}
