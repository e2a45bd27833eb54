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
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

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

  static String receive(InputStream body, Path directory, String name) throws IOException {
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
      Path upload = files.getPath(directory.toString(), fileName(name));
      OutputStream file = Files.newOutputStream(upload, StandardOpenOption.CREATE_NEW);
      try (file) {
        body.transferTo(file);
      } catch (AccessDeniedException e) {
        Files.deleteIfExists(upload);
        return "refused: " + e.getReason();
      } catch (Throwable e) {
        Files.deleteIfExists(upload); // half an upload; what the filter said of it is suppressed
        throw e;
      }
      return "kept";
    }
  }

  /** A client may send any name, such as one that leads out of the directory. */
  private static String fileName(String name) {
    Path path = Path.of(name);
    if (!path.equals(path.getFileName()) || List.of("", ".", "..").contains(path.toString())) {
      throw new InvalidPathException(name, "This is not the name of a file");
    }
    return name;
  }
}
