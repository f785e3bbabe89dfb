package org.tokenrevocation.internal.simulation;

import org.tokenrevocation.Mode;

final class Runner {
    public static void main(String[] args) {
        long n = Long.parseLong(args[0]);
        Variant v = Variant.valueOf(args[1]);
        for (Mode mode : Mode.values()) {
            if (!v.concerns(mode)) continue;
            if (args.length > 2 && !args[2].equals(mode.name())) continue;
            long t = System.nanoTime();
            long bad = 0, first = -1;
            for (long s = 0; s < n; s++) {
                Schedule x = new Schedule(s, mode, v, false);
                String why = x.play();
                if (why != null) { bad++; if (first < 0) first = s; }
            }
            System.out.println(v + " " + mode + " bad " + bad + " first " + first + " us each " + (System.nanoTime() - t) / 1000 / n);
            if (first >= 0 && args.length > 3) {
                Schedule x = new Schedule(first, mode, v, true);
                x.play();
                System.out.println(x.story());
            }
        }
    }
}
