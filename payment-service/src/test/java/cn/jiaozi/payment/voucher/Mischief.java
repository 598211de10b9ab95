package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.payment.voucher.Card.Role;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.Refused;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Taken;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// What is done to the bank and its customers, by those who can: finders, copiers, forgers and tills that look
/// away.
final class Mischief {
    private static final Duration DAY = Duration.ofDays(1);

    private final OfflineSimulation simulation;
    private final Random random;
    private Optional<Octets> usedNonce = Optional.empty();

    Mischief(OfflineSimulation simulation) {
        this.simulation = simulation;
        random = simulation.random;
    }

    void plan() {
        each(Role.LOST, 4, 22, card -> {
            simulation.register.restrict(card.id(), PurseState.LOST);
            visits(card, 6, 6);
            simulation.timeline.after(Duration.ofHours(70), () -> visits(card, 12, 1));
        });
        each(Role.BLOCKED, 4, 20, card -> simulation.register.restrict(card.id(), PurseState.BLOCKED));
        each(Role.CLONED, 3, 18, card -> {
            card.copyChip();
            visits(card, 16, 4);
            loot(card, 4);
        });
        for (var role : List.of(Role.ROLLED_BACK, Role.SET_BACK)) {
            each(role, 3, 16, card -> {
                card.remember();
                visits(card, 4, 1);
                simulation.timeline.after(DAY, card::rollBack);
                simulation.timeline.after(DAY, () -> visits(card, 6, 3));
            });
        }
        each(Role.EXTRACTED, 5, 18, card -> {
            for (int i = 0; i < 30; i++) {
                simulation.timeline.after(simulation.minutes(8_000), () -> sign(card));
            }
        });
        for (int i = 0; i < 30; i++) {
            simulation.timeline.at(simulation.anytime(2, 27), this::foreign);
            simulation.timeline.at(simulation.anytime(2, 27), this::forge);
        }
    }

    private void each(Role role, int from, int to, Consumer<Card> does) {
        for (int number : simulation.numbers(role)) {
            var card = simulation.card(number);
            simulation.timeline.at(
                    simulation.anytime(0, 2), () -> simulation.online(card, card.chips.getFirst(), true));
            simulation.timeline.at(simulation.anytime(from, to), () -> does.accept(card));
        }
    }

    private void visits(Card card, int many, int days) {
        for (int i = 0; i < many; i++) {
            simulation.timeline.after(
                    simulation.minutes(days * 1_440),
                    () -> simulation.visit(card, simulation.tills.get(random.nextInt(World.TILLS))));
        }
    }

    /// Pays with the second chip at tills that sign whatever they like: an old time, an old list.
    private void loot(Card card, int many) {
        for (int i = 0; i < many; i++) {
            simulation.timeline.after(simulation.minutes(10_000), () -> {
                var till = colluding();
                var chain = till.device.chains().getFirst();
                var request = new PaymentRequest(
                        till.device.id(),
                        chain.holder().serial(),
                        1 + random.nextInt(20_000),
                        nonce(),
                        backdated(),
                        anyList());
                var offer = new Offer(Signed.by(till.device.key(), request), chain);
                try (var session = card.chips.getLast().element().open(Power.OWN)) {
                    take(till, session.pay(offer, Optional.empty()).debit());
                } catch (Refused no) {
                    simulation.count("loot " + no.refusal());
                }
            });
        }
    }

    /// Signs whatever might be paid, with a key that was got out of its chip.
    private void sign(Card card) {
        var till = colluding();
        var display = card.element().display();
        var previous =
                random.nextInt(3) == 0 ? Hash.sm3(Octets.random(8, random).bytes()) : display.head();
        var debit = new Debit(
                card.id(),
                serial(card.device.chains().getFirst()),
                Math.max(1, display.load()),
                Math.max(1, display.counter() - 2 + random.nextInt(8)),
                previous,
                1 + random.nextInt(60_000),
                random.nextInt(1_000),
                till.device.id(),
                serial(till.device.chains().getFirst()),
                nonce(),
                backdated(),
                anyList(),
                1,
                random.nextBoolean(),
                random.nextInt(5) == 0,
                random.nextInt(10) == 0 ? 1 : 0);
        take(till, Signed.by(card.device.key(), debit));
    }

    private void take(Till till, Signed<Debit> debit) {
        var voucher = Voucher.acknowledgedBy(till.device.key(), debit);
        simulation.line.arrive(simulation.line.copies(till.device.id(), List.of(voucher)));
        simulation.count("loot");
    }

    /// A till brings what another one has got.
    private void foreign() {
        anyTaken().ifPresent(taken -> {
            var other = simulation.tills.get(random.nextInt(World.TILLS));
            if (random.nextBoolean()) {
                simulation.line.spoil(other.device.id(), taken);
            } else if (!other.device
                    .id()
                    .equals(taken.voucher().debit().content().payee())) {
                simulation.line.arrive(simulation.line.copies(other.device.id(), List.of(taken.voucher())));
            }
        });
    }

    /// A till makes up a payment of an honest purse.
    private void forge() {
        anyTaken().ifPresent(taken -> {
            var till = colluding();
            var seen = taken.voucher().debit().content();
            var serial = random.nextInt(4) == 0 ? Octets.random(16, random) : seen.payerCertificate();
            var debit = new Debit(
                    seen.payer(),
                    serial,
                    seen.load(),
                    seen.counter() + 1,
                    seen.hash(),
                    1 + random.nextInt(20_000),
                    0,
                    till.device.id(),
                    serial(till.device.chains().getFirst()),
                    Octets.random(16, random),
                    now(),
                    simulation.register.list().number(),
                    1,
                    false,
                    false,
                    0);
            take(till, Signed.by(till.device.key(), debit));
        });
    }

    private Optional<Taken> anyTaken() {
        var taken = simulation.tills.get(random.nextInt(World.TILLS)).unsent();
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken.get(random.nextInt(taken.size())));
    }

    private Till colluding() {
        return simulation.tills.get(random.nextInt(4));
    }

    private Octets nonce() {
        if (usedNonce.isEmpty() || random.nextInt(6) > 0) {
            usedNonce = Optional.of(Octets.random(PaymentRequest.NONCE, random));
        }
        return usedNonce.get();
    }

    private Instant backdated() {
        return random.nextBoolean() ? now() : now().minus(Duration.ofHours(random.nextInt(200)));
    }

    private int anyList() {
        return 1 + random.nextInt(simulation.register.list().number() + 1);
    }

    private Instant now() {
        return simulation.timeline.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Octets serial(Chain chain) {
        return chain.holder().serial();
    }
}
