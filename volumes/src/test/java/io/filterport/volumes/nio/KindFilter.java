package io.filterport.volumes.nio;

import io.filterport.volume.FileOperation;
import io.filterport.volume.PreOperationCallback;
import io.filterport.volume.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what it is asked, with the content, and denies one question of its choice. */
final class KindFilter implements PreOperationCallback {
  static final String REASON = "the test's will";

  /** Such as {@code RENAME file -> new:text}. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private final int denied;

  /** Denies nothing. */
  KindFilter() {
    this(-1);
  }

  /** Denies the question of that number, from 0. */
  KindFilter(int denied) {
    this.denied = denied;
  }

  @Override
  public Verdict preOperation(FileOperation operation) throws IOException {
    String target = operation.targetPath().map(path -> " -> " + name(path)).orElse("");
    String content = MarkerScanner.text(operation.content());
    asked.add(operation.kind() + " " + name(operation.path()) + target + ":" + content);
    return asked.size() - 1 == denied ? Verdict.deny(REASON) : Verdict.ALLOW;
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
