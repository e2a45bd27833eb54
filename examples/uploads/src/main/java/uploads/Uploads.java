package uploads;

import io.filterport.scanner.engine.Eicar;
import io.filterport.scanner.engine.PatternEngine;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult.Infected;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import io.filterport.volumes.nio.FilteredFileSystems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scans what an application stores for its users, and keeps only what is clean. */
public final class Uploads {
  private Uploads() {}

  /** Receives a clean upload, and one that a scanner knows. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("uploads");
    upload(directory, "letter.txt", "Dear reader".getBytes());
    upload(directory, "eicar.com", Eicar.testFile());
    Files.delete(directory.resolve("letter.txt"));
    Files.delete(directory); // which works only if it is empty
  }

  private static void upload(Path directory, String name, byte[] body) throws IOException {
    System.out.println(name + ": " + receive(new ByteArrayInputStream(body), directory, name));
  }

  private static String receive(InputStream body, Path directory, String name) throws IOException {
    ScanEngine engine = PatternEngine.builtIn();
    PreOperationCallback scanner =
        operation ->
            switch (operation.kind()) {
              case CREATE, RENAME, DELETE -> Verdict.ALLOW;
              case OPEN, EXEC, WRITE_CLOSE, ACCESS ->
                  engine.scan(operation.content()) instanceof Infected found
                      ? Verdict.deny(found.signature())
                      : Verdict.ALLOW;
            };
    try (FileSystem files = FilteredFileSystems.wrap(FileSystems.getDefault(), scanner)) {
      Path upload = files.getPath(directory.toString(), name);
      try {
        Files.copy(body, upload);
        return "kept";
      } catch (AccessDeniedException e) {
        Files.deleteIfExists(upload);
        return "refused: " + e.getReason();
      }
    }
  }
}
