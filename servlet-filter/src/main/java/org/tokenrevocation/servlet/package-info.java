/**
 * The door of servlet containers: a filter that refuses revoked tokens, and its registration in a host that only drops
 * the JAR in.
 */
package org.tokenrevocation.servlet;
