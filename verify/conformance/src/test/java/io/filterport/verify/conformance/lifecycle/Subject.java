package io.filterport.verify.conformance.lifecycle;

import io.filterport.filter.ClientPort;
import io.filterport.filter.ConnectionRequest;
import io.filterport.filter.MessageCall;
import io.filterport.service.FilterPort;

/**
 * The connection that a callback is about.
 *
 * @param client the filter's end
 * @param port the service's end; null while the connect callback decides
 * @param request what the connect callback was given
 * @param call what the message callback was given
 */
record Subject(ClientPort client, FilterPort port, ConnectionRequest request, MessageCall call) {}
