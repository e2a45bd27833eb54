package io.filterport.verify.architecture.bad.engine;

import java.net.Socket;

class OpensSocket {
  Object socket() {
    return new Socket();
  }
}
