package io.filterport.spy;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.volume.FileOperation;

/** An operation whose file cannot be looked at. */
record Unreadable(Throwable why) implements FileOperation {
  @Override
  public Kind kind() {
    return Kind.OPEN;
  }

  @Override
  public String path() {
    if (why instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) why;
  }

  @Override
  public long size() {
    return 0;
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
    return Content.of(new byte[0]);
  }

  @Override
  public Timeout timeLeft() {
    return Timeout.infinite();
  }
}
