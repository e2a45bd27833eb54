package io.filterport.verify.conformance.samples;

import io.filterport.PortSpace;

/** The service side of a sample: a program as a user of the library would write it. */
interface SampleService extends AutoCloseable {
  /** Its main method: returns when the filter has gone, or when the operator says so. */
  void run(PortSpace space, Console console) throws Exception;

  /** Closes its connections, as the end of its process would. May be called by any thread. */
  @Override
  void close();
}
