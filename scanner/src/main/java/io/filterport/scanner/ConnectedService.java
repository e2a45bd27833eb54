package io.filterport.scanner;

import io.filterport.filter.ClientPort;
import io.filterport.spi.FilterHost;

/** A connected service, which may open guarded files unasked: it would wait for itself. */
record ConnectedService(
    ClientPort port,
    FilterHost.Exemption exemption,
    SmallContent small,
    SignatureBelief signatures,
    RunningScans scans,
    Silence silence) {}
