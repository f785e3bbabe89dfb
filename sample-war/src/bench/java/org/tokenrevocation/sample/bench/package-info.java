/** What the guard costs over HTTP, beside no guard and home-made ones. {@link org.tokenrevocation.sample.bench.HttpBenchmark} runs it. */
package org.tokenrevocation.sample.bench;
