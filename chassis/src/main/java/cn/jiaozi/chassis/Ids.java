package cn.jiaozi.chassis;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/// Time-ordered unique ids (RFC 9562, version 7), so that rows arrive at the end of their index.
public final class Ids {
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Ids(Clock clock) {
        this.clock = clock;
    }

    public UUID next() {
        long time = clock.millis() << 16;
        long version = 0x7000L | (random.nextLong() & 0x0fffL);
        long variant = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(time | version, variant);
    }

    /// Below every id that was made since then.
    public static UUID lowest(Instant since) {
        return new UUID(since.toEpochMilli() << 16, 0);
    }
}
