package io.filterport.spy;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.volume.FileOperation;

/** An operation on a file of three bytes, equal to no other. */
class AnOperation implements FileOperation {
  private final Kind kind;

  AnOperation(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String path() {
    return "/file";
  }

  @Override
  public long size() {
    return 3;
  }

  @Override
  public long processId() {
    return 1;
  }

  @Override
  public long userId() {
    return 0;
  }

  @Override
  public Content content() {
    return Content.of(new byte[3]);
  }

  @Override
  public Timeout timeLeft() {
    return Timeout.infinite();
  }
}
