package io.filterport.verify.architecture.bad;

import java.util.logging.Logger;

class Logs {
  static final Logger LOG = Logger.getLogger("a module more");
}
