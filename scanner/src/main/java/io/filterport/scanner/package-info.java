/** The on-access scanner: its filter half, its service half, and what they say to each other. */
package io.filterport.scanner;
