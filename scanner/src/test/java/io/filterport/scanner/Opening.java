package io.filterport.scanner;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.volume.FileOperation;

/** A file operation that no volume stands behind. */
record Opening(Kind kind, Content content, Timeout timeLeft) implements FileOperation {
  static Opening of(byte... bytes) {
    return new Opening(Kind.OPEN, Content.of(bytes), Timeout.ofMillis(20_000));
  }

  @Override
  public String path() {
    return "/guarded/file";
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public long processId() {
    return 42;
  }

  @Override
  public long userId() {
    return 1000;
  }
}
