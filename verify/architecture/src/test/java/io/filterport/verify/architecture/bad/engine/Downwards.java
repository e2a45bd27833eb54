package io.filterport.verify.architecture.bad.engine;

import io.filterport.verify.architecture.bad.Plain;

/** Nothing is wrong with this one. */
class Downwards {
  Plain[] below;
}
