package io.filterport.scanner.engine;

import java.io.IOException;
import java.io.Serial;

/** No verdict, and nobody waits for one. */
public final class ScanAbortedException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ScanAbortedException() {
    super("The scan was aborted: nobody waits for it any more");
  }
}
