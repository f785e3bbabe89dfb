package org.tokenrevocation.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleAlarmTest {
    private final List<Long> delays = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private long nowNanos = Long.MAX_VALUE - 10;
    private int calls;
    private final SingleAlarm alarm = new SingleAlarm((task, delayNanos) -> {
        scheduled.add(task);
        delays.add(delayNanos);
    }, () -> nowNanos, Runnable::run, () -> calls++);

    @Test
    void setFor_laterThanWhatIsPending_schedulesNothing() {
        alarm.setFor(nowNanos + 5);
        alarm.setFor(nowNanos + 5);
        alarm.setFor(nowNanos + 20);
        assertEquals(List.of(5L), delays);
    }

    @Test
    void setFor_earlierThanWhatIsPending_isCalledThenAndNotAgain() {
        alarm.setFor(nowNanos + 20);
        alarm.setFor(nowNanos + 5);
        assertEquals(List.of(20L, 5L), delays);
        scheduled.get(1).run();
        assertEquals(1, calls);
        scheduled.get(0).run();
        assertEquals(1, calls);
    }

    @Test
    void setFor_afterItWasCalled_schedulesAgain() {
        alarm.setFor(nowNanos + 5);
        scheduled.get(0).run();
        nowNanos += 7;
        alarm.setFor(nowNanos - 1);
        assertEquals(List.of(5L, 0L), delays);
        scheduled.get(1).run();
        assertEquals(2, calls);
    }
}
