package cn.jiaozi.payment.payment;

import java.time.Duration;
import org.springframework.stereotype.Component;

/// Whether somebody stands at a till and waits for this instance. Work that nobody waits for stands back meanwhile.
@Component
public class Traffic {
    private static final Duration RECENT = Duration.ofSeconds(1);

    private volatile long lastBegan = System.nanoTime() - RECENT.toNanos();

    public void began() {
        lastBegan = System.nanoTime();
    }

    /// Whether a payment has begun a moment ago.
    public boolean isUnderWay() {
        return System.nanoTime() - lastBegan < RECENT.toNanos();
    }
}
