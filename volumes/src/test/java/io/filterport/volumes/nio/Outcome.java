package io.filterport.volumes.nio;

import io.filterport.NtStatus;
import io.filterport.volume.FileOperation;
import io.filterport.volume.PostOperationCallback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what it is told, such as {@code RENAME file -> new STATUS_SUCCESS}. */
final class Outcome implements PostOperationCallback {
  final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void postOperation(FileOperation operation, NtStatus status) {
    String target = operation.targetPath().map(path -> " -> " + KindFilter.name(path)).orElse("");
    told.add(
        operation.kind() + " " + KindFilter.name(operation.path()) + target + " " + status.name());
  }

  /** {@return what it is told of an operation that {@link KindFilter} told of before} */
  static String of(String asked, String status) {
    return asked.substring(0, asked.indexOf(':')) + " STATUS_" + status;
  }
}
