package ownengine;

import io.filterport.PortSpace;
import io.filterport.filter.Filter;
import io.filterport.filter.FilterManager;
import io.filterport.scanner.ScannerFilter;
import io.filterport.scanner.ScannerService;
import io.filterport.service.FilterPort;
import io.filterport.volume.VolumeOptions;
import io.filterport.volumes.nio.NioVolume;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** The on-access scanner with an engine of one's own. */
public final class OwnEngine {
  private OwnEngine() {}

  /** Opens two files of a guarded file system. */
  public static void main(String[] args) throws IOException {
    PortSpace space = PortSpace.embedded();
    NioVolume volume = NioVolume.wrap(FileSystems.getDefault(), VolumeOptions.named("papers"));
    startFilter(space, volume);
    ScannerService service = service();
    try (FilterPort port = service.connect(space, ScannerFilter.PORT)) {
      Thread.ofPlatform().start(() -> service.serve(port));
      openFiles(volume);
    }
  }

  /** The filter's side: asks at its port about each file that is opened. */
  private static void startFilter(PortSpace space, NioVolume volume) {
    ScannerFilter scanner = new ScannerFilter();
    Filter filter = FilterManager.in(space).register(scanner.registration());
    scanner.start(new Host(filter, volume));
  }

  /** The service's side: answers with the engine until its port is closed. */
  private static ScannerService service() {
    int workers = 2;
    return new ScannerService(new MarkerEngine("CONFIDENTIAL"), workers, (request, reply) -> {});
  }

  private static void openFiles(NioVolume volume) throws IOException {
    Path directory = Files.createTempDirectory("own-engine");
    Path menu = Files.writeString(directory.resolve("menu.txt"), "soup, bread");
    Path plan = Files.writeString(directory.resolve("plan.txt"), "CONFIDENTIAL: bake more");
    System.out.println("menu.txt: " + open(volume, menu));
    System.out.println("plan.txt: " + open(volume, plan));
    Files.delete(menu);
    Files.delete(plan);
    Files.delete(directory);
  }

  /** Only paths of the guarded view are asked about. */
  private static String open(NioVolume volume, Path file) throws IOException {
    try {
      return Files.readString(volume.fileSystem().getPath(file.toString()));
    } catch (AccessDeniedException e) {
      return "denied, " + e.getReason();
    }
  }
}
