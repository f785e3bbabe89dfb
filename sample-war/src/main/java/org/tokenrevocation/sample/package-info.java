/** A small host application: an authorization server for demo users and one guarded resource. */
package org.tokenrevocation.sample;
