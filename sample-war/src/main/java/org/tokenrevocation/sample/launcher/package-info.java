/** What {@code java -jar sample-war.war} loads first, from the WAR's root: the JDK alone, no library. */
package org.tokenrevocation.sample.launcher;
