package org.tokenrevocation.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One page and its plots from the raw data, without any hand work. Arguments: the folder that holds {@code raw}; and, if
 * numbers are to be shown there too, the README for three of them and the document for operators for those that matter.
 */
public final class Report {
    private Report() {}

    /** Writes {@code README.md} and the plots beside {@code raw}. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Raw raw = new Raw(folder.resolve("raw"));
        Page page = new Page(folder, raw);
        page.lines("# Measured beside what people would pick instead");
        page.lines("Made by `core/src/jmh/run` from the files in [raw](raw); do not edit. Redis is on the loopback address."
                + " Values are medians, in brackets the least and the most of all repetitions; a ratio's brackets are the"
                + " worst that both spreads allow, or, where the contenders took turns, the least and the most of all turns.");
        page.lines("## Goals");
        page.head("", "goal", "measured", "");
        new Goals(raw).rows().forEach(page::line);
        page.line("");
        MicroTables.write(raw, page);
        HttpTables.write(raw, page);
        EffectTables.write(raw, page);
        WriteTables.write(raw, page);
        GrowthTables.write(raw, page);
        TrafficTables.write(raw, page);
        OracleTables.write(raw, page);
        FootprintTables.write(raw, page);
        FootprintTables.start(raw, page);
        page.write();
        if (args.length > 2) {
            new ReadmeNumbers(raw, ".github/benchmarks/README.md").writeThree(Path.of(args[1]));
            new ReadmeNumbers(raw, "../benchmarks/README.md").writeAll(Path.of(args[2]));
        }
    }
}
