package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.tap.Payee;
import cn.jiaozi.sdk.tap.PayeeLimits;
import cn.jiaozi.sdk.tap.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// A payee of a simulation: with a clock that may be wrong, and a line to the bank that is there now and then.
final class Till {
    final World.Device device;
    final Tray tray = new Tray();
    final Manner manner;
    /// Some have a line whenever they want one.
    final boolean isOnline;
    private final Payee payee;
    private RevocationList list;

    enum Manner {
        /// Does what it is told to.
        GOOD,
        /// Uploads when it is too late to be paid in good faith.
        LATE,
        /// Takes part in frauds; from honest payers it takes as others do.
        COLLUDING
    }

    Till(
            World world,
            World.Device device,
            Manner manner,
            Duration skew,
            Timeline timeline,
            RevocationList list,
            long seed) {
        this.device = device;
        this.manner = manner;
        this.list = list;
        isOnline = seed % 5 == 0;
        payee = new Payee(
                device.key(),
                device.chains().getFirst(),
                world.trust,
                PayeeLimits.DEFAULT,
                tray,
                () -> timeline.instant().plus(skew),
                new Random(seed));
    }

    Payee payee() {
        return payee;
    }

    RevocationList list() {
        return list;
    }

    void update(RevocationList newest) {
        list = newest;
    }

    /// Whether it has to send now to be within the time that it is given.
    boolean isPressed(Instant now) {
        return manner != Manner.LATE && holdsSince(now.minus(Duration.ofHours(60)));
    }

    boolean holdsSince(Instant time) {
        return tray.unsent().stream().anyMatch(taken -> time(taken).isBefore(time));
    }

    private static Instant time(Taken taken) {
        return taken.voucher().debit().content().payeeTime();
    }

    List<Taken> unsent() {
        return tray.unsent();
    }
}
