package io.filterport.volumes;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.security.AccessToken;
import io.filterport.volume.FileOperation;

/** An operation for callbacks that look at nothing. */
record FakeOperation() implements FileOperation {
  @Override
  public Kind kind() {
    return Kind.OPEN;
  }

  @Override
  public String path() {
    return "/file";
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public long processId() {
    return AccessToken.UNKNOWN;
  }

  @Override
  public long userId() {
    return AccessToken.UNKNOWN;
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
