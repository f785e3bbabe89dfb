/**
 * The sample's start page: a fleet that refuses a token the moment it is revoked. The page's own node asks every node by
 * real HTTP requests and streams what they answer; no token reaches the browser.
 */
package org.tokenrevocation.sample.page;
