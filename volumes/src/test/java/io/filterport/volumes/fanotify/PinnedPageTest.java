package io.filterport.volumes.fanotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filterport.FilterPortException;
import io.filterport.NtStatus;
import io.filterport.linux.Fds;
import io.filterport.linux.FileStatus;
import io.filterport.linux.Mapping;
import io.filterport.linux.ReadLease;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores into pages that the kernel holds for somebody when descriptor and mapping are gone. */
class PinnedPageTest {
  private static final String EVIL = "evil!";

  @TempDir Path mount;

  private static Ring ring() {
    Ring ring = Ring.make();
    assumeTrue(ring != null, "no io_uring here");
    return Objects.requireNonNull(ring);
  }

  /** {@return the memory, which is not mapped any more; null if it cannot be pinned} */
  private static MemorySegment pinned(Ring ring, Path file) {
    int writer = Fds.open(file.toString(), Fds.O_RDWR);
    try (Mapping mapping = Mapping.readWrite(writer, EVIL.length())) {
      Fds.close(writer);
      long address = mapping.segment().address();
      return ring.pin(mapping.segment())
          ? MemorySegment.ofAddress(address).reinterpret(EVIL.length())
          : MemorySegment.NULL;
    }
  }

  /** The verdict on such a file was kept, and what it became was allowed for ever. */
  @Test
  void tmpfsHasWritersThatNoLeaseFindsSoNoVerdictIsKeptThere() throws Throwable {
    Sandbox.run(
        mount,
        sandbox -> {
          Path file = sandbox.guarded("clean");
          Path evil = Files.writeString(sandbox.outside("evil"), EVIL);
          try (Ring ring = ring()) {
            MemorySegment memory = pinned(ring, file);
            int reader = Fds.open(file.toString(), Fds.O_RDONLY);
            int source = Fds.open(evil.toString(), Fds.O_RDONLY);
            FileStatus before = FileStatus.of(reader);
            assertThat(ReadLease.probe(reader)).isZero();
            assertThat(ring.read(source, memory)).isEqualTo(EVIL.length());
            assertThat(file).hasContent(EVIL);
            assertThat(FileStatus.of(reader)).isEqualTo(before);
            assertThat(ReadLease.probe(reader)).isZero();
            Fds.close(reader);
            Fds.close(source);
          }
          FanotifyOptions options = Sandbox.options().withCachedVerdicts(10);
          assertThatThrownBy(() -> FanotifyVolume.open(sandbox.directory(), options))
              .isInstanceOfSatisfying(
                  FilterPortException.class,
                  e -> assertThat(e.status()).isEqualTo(NtStatus.NOT_SUPPORTED))
              .hasMessageContaining("ext4");
        });
  }

  @Test
  void ext4LetsNobodyPinAPageForLong() throws Throwable {
    assumeTrue(FanotifySupport.gap().isEmpty(), "Linux 6.5 is the first that does not");
    Sandbox.run(
        Sandbox.On.EXT4,
        mount,
        sandbox -> {
          try (Ring ring = ring()) {
            assertThat(pinned(ring, sandbox.guarded("clean"))).isEqualTo(MemorySegment.NULL);
          }
        });
  }
}
