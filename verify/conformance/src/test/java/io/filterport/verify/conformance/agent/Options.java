package io.filterport.verify.conformance.agent;

import io.filterport.WaitPolicy;
import io.filterport.service.ConnectOptions;
import java.io.Serializable;

/** Options of a connect on their way. */
record Options(Bytes context, int flags, boolean inheritHandle, WaitPolicy waitPolicy)
    implements Serializable {
  static Options of(ConnectOptions options) {
    return new Options(
        Bytes.of(options.context()),
        options.flags(),
        options.inheritHandle(),
        options.waitPolicy());
  }

  ConnectOptions toConnectOptions() {
    return new ConnectOptions(Bytes.open(context), flags, inheritHandle, waitPolicy);
  }
}
