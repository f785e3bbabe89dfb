/** Measures beside what people would pick instead. {@link org.tokenrevocation.bench.Main} runs everything. */
package org.tokenrevocation.bench;
