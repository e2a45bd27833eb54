package io.filterport.scanner;

import io.filterport.Content;
import io.filterport.Timeout;
import io.filterport.volume.FileOperation;

/** An opening that is special in what a subclass says. */
abstract class ForwardingOperation implements FileOperation {
  private final Opening opening;

  ForwardingOperation(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Kind kind() {
    return opening.kind();
  }

  @Override
  public String path() {
    return opening.path();
  }

  @Override
  public long size() {
    return opening.size();
  }

  @Override
  public long processId() {
    return opening.processId();
  }

  @Override
  public long userId() {
    return opening.userId();
  }

  @Override
  public Content content() {
    return opening.content();
  }

  @Override
  public Timeout timeLeft() {
    return opening.timeLeft();
  }
}
