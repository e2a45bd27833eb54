/** Putting the program and its data where a system has them, and taking them away again. */
package io.filterport.cli.install;
