package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filterport.NtStatus;
import io.filterport.PortSpace;
import io.filterport.filter.FilterManager;
import io.filterport.filter.FilterRegistration;
import io.filterport.spi.FilterHost;
import io.filterport.spi.FilterProvider;
import io.filterport.volume.Verdict;
import io.filterport.volume.Volume;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("two filters of one host, each at the altitude of its registration")
class TwoFiltersTest {
  @TempDir private Path directory;

  private final NioVolume volume =
      NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("test"));
  private final FilterManager manager = FilterManager.in(PortSpace.embedded());
  private final HostSetup host =
      new HostSetup(manager, List.of(volume), UnaryOperator.identity(), 1, client -> () -> {});
  private final List<String> events = new ArrayList<>();
  private Path file;

  @BeforeEach
  void make() throws IOException {
    Path real = Files.writeString(directory.resolve("file"), "text");
    file = volume.fileSystem().getPath(real.toString());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Attaches where it is registered, and keeps what it is asked and told. */
  private final class Recorded implements FilterProvider {
    private final String name;
    private final FilterRegistration registration;
    private final Verdict verdict;
    private Volume.@Nullable Attachment attachment;

    Recorded(String name, String altitude, Verdict verdict) {
      this.name = name;
      this.registration = FilterRegistration.named(name).at(altitude).onUnload(this::unload);
      this.verdict = verdict;
    }

    private NtStatus unload(boolean mandatory) {
      Objects.requireNonNull(attachment).close();
      return NtStatus.SUCCESS;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public FilterRegistration registration() {
      return registration;
    }

    @Override
    public void start(FilterHost started) {
      attachment =
          started.attach(
              registration.altitude(),
              operation -> {
                events.add("ask " + name);
                return verdict;
              },
              (operation, status) -> events.add("tell " + name + " " + status.name()));
    }
  }

  @Test
  @DisplayName("the upper one is asked first and hears that the lower one denied")
  void lowerDenies() {
    host.start(new Recorded("lower", "328010.5", Verdict.deny("the lower one")));
    host.start(new Recorded("upper", "328010.75", Verdict.ALLOW));
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Files.readString(file))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo("the lower one"));
    assertThat(events).containsExactly("ask upper", "ask lower", "tell upper STATUS_ACCESS_DENIED");
  }

  @Test
  @DisplayName("the lower one is not asked where the upper one denies, until that is unloaded")
  void upperDenies() throws IOException {
    host.start(new Recorded("upper", "328010.75", Verdict.DENY));
    host.start(new Recorded("lower", "328010.5", Verdict.ALLOW));
    assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> Files.readString(file));
    assertThat(events).containsExactly("ask upper");
    events.clear();
    manager.unload("upper", false);
    assertThat(Files.readString(file)).isEqualTo("text");
    assertThat(events).containsExactly("ask lower", "tell lower STATUS_SUCCESS");
  }
}
