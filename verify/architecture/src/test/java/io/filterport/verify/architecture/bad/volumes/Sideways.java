package io.filterport.verify.architecture.bad.volumes;

import io.filterport.verify.architecture.bad.ipc.Decides;

class Sideways {
  Decides beside() {
    return null;
  }
}
