/** Managers and clients in different processes of one machine. */
package io.filterport.ipc;
