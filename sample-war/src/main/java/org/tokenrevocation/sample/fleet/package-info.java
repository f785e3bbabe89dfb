/** The servers behind {@code java -jar}: the only place that knows Jetty. */
package org.tokenrevocation.sample.fleet;
