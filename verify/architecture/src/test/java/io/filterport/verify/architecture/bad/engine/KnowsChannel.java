package io.filterport.verify.architecture.bad.engine;

import java.nio.channels.Channel;

class KnowsChannel {
  boolean isOpen(Channel channel) {
    return channel.isOpen();
  }
}
