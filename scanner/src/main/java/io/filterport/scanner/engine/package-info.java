/** What finds malware in content: engines, and the signatures of the one that is built in. */
package io.filterport.scanner.engine;
