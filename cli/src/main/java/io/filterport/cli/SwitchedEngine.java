package io.filterport.cli;

import io.filterport.Content;
import io.filterport.scanner.engine.ScanContext;
import io.filterport.scanner.engine.ScanEngine;
import io.filterport.scanner.engine.ScanResult;
import java.io.IOException;

/** An engine in whose place another one can be put; scans that run end with the one before. */
final class SwitchedEngine implements ScanEngine {
  private volatile ScanEngine present;

  SwitchedEngine(ScanEngine first) {
    present = first;
  }

  void become(ScanEngine next) {
    present = next;
  }

  ScanEngine present() {
    return present;
  }

  @Override
  public ScanResult scan(Content content) throws IOException {
    return present.scan(content);
  }

  @Override
  public ScanResult scan(Content content, ScanContext context) throws IOException {
    return present.scan(content, context);
  }

  @Override
  public boolean readsMemoryBest() {
    return present.readsMemoryBest();
  }

  @Override
  public String name() {
    return present.name();
  }

  /** As of before a scan: a verdict of newer signatures under it is forgotten with it. */
  @Override
  public String version() {
    return present.version();
  }
}
