/** Ports between real processes: what survives the death, the stillness and the malice of one. */
package io.filterport.verify.system;
