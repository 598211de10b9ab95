package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.SoftElement;
import cn.jiaozi.sdk.tap.Payee;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A purse of a simulation: one chip, or several when somebody has copied it.
final class Card {
    static final String PIN = "123456";

    final World.Device device;
    final Role role;
    final List<Chip> chips = new ArrayList<>();
    private final World world;
    private Optional<Cell> snapshot = Optional.empty();

    /// What becomes of it in the four weeks.
    enum Role {
        HONEST,
        /// Somebody finds it and goes on paying.
        LOST,
        /// The bank blocks it for a while, for nothing.
        BLOCKED,
        /// Two chips pay.
        CLONED,
        /// Its memory is put back, with what should not be reached.
        ROLLED_BACK,
        /// Its memory is put back, and it notices.
        SET_BACK,
        /// Its key is known, and signs whatever somebody likes.
        EXTRACTED;

        boolean isHonest() {
            return this == HONEST || this == LOST || this == BLOCKED;
        }
    }

    record Chip(Cell cell, SoftElement element) {}

    Card(World world, World.Device device, Role role) {
        this.world = world;
        this.device = device;
        this.role = role;
        add(new Cell());
        element().personalise(device.chains().getFirst());
        element().changePin(Optional.empty(), PIN);
    }

    String id() {
        return device.id();
    }

    SoftElement element() {
        return chips.getFirst().element();
    }

    /// Gives the chip the certificate that it should have by now.
    static void renew(Chip chip, Chain chain) {
        if (!chip.element().display().chain().equals(chain)) {
            chip.element().personalise(chain);
        }
    }

    void copyChip() {
        add(chips.getFirst().cell().copy());
    }

    void remember() {
        snapshot = Optional.of(chips.getFirst().cell().copy());
    }

    void rollBack() {
        snapshot.ifPresent(former -> chips.getFirst().cell().restore(former, role == Role.ROLLED_BACK));
    }

    private void add(Cell cell) {
        chips.add(new Chip(cell, new SoftElement(device.key(), world.trust, cell, new Random(5))));
    }

    /// A tap, as far as it gets.
    ///
    /// @param pin whether the holder shows it
    static void tap(Chip chip, Till till, Tear tear, boolean pin, Power power) {
        Payee payee = till.payee();
        var offer = payee.again();
        try (var session = chip.element().open(power)) {
            tear.at(Tear.OFFER_LOST);
            tear.into(chip.cell());
            var payment = session.pay(offer, pin ? Optional.of(PIN) : Optional.empty());
            tear.at(Tear.PAYMENT_LOST);
            till.tray.tear(tear);
            var acknowledgement = payee.accept(payment, till.list());
            tear.at(Tear.ACKNOWLEDGEMENT_LOST);
            session.acknowledged(acknowledgement, offer.payee());
        } finally {
            chip.cell().repair();
            till.tray.tear(Tear.NOWHERE);
        }
    }

    /// Either the payee still asks, with the same words, or it has the voucher and the chip shows it again.
    static void tapAgain(Chip chip, Till till, boolean pin) {
        if (till.tray.offer().isPresent()) {
            tap(chip, till, Tear.NOWHERE, pin, Power.OWN);
            return;
        }
        for (var kept : chip.element().kept()) {
            var debit = kept.debit().content();
            if (kept.acknowledgement().isPresent() || !debit.payee().equals(till.device.id())) {
                continue;
            }
            try (var session = chip.element().open(Power.OWN)) {
                var payment = session.again(debit.hash());
                session.acknowledged(
                        till.payee().accept(payment, till.list()),
                        till.device.chains().getFirst());
            }
        }
    }
}
