package io.filterport.service;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a service has done since it was made.
 *
 * @param handled messages whose handler did its duty
 * @param unhandled messages that failed
 * @param lateReplies replies that nobody waited for
 */
record ServiceCounters(LongAdder handled, LongAdder unhandled, LongAdder lateReplies) {
  ServiceCounters() {
    this(new LongAdder(), new LongAdder(), new LongAdder());
  }
}
