/** How the rooms of this project write to a log that others could fill. Not for programs. */
package io.filterport.log;
