package io.filterport.verify.architecture.bad.engine;

import io.filterport.verify.architecture.bad.ipc.Decides;

class Upwards {
  Decides above;
}
