package cn.jiaozi.payment.voucher;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.tap.Taken;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// The lines between devices and the bank: what is sent over them comes late, twice, in parts, spoiled or never.
final class Line {
    private final OfflineSimulation simulation;
    private final Random random;
    private long batches;

    Line(OfflineSimulation simulation) {
        this.simulation = simulation;
        random = simulation.random;
    }

    /// Now and again, as often as this till does it.
    void connect(Till till) {
        int most = till.manner == Till.Manner.LATE ? 60 : random.nextInt(4) == 0 ? 90 : 20;
        simulation.timeline.after(simulation.minutes(most * 60), () -> {
            meet(till);
            connect(till);
        });
    }

    void meet(Till till) {
        till.update(simulation.register.list());
        var now = simulation.timeline.instant();
        boolean sends = till.manner == Till.Manner.LATE
                ? till.holdsSince(now.minus(Duration.ofDays(8 + random.nextInt(8))))
                : random.nextInt(4) > 0;
        if (till.isPressed(now)) {
            sendAll(till);
        } else if (sends) {
            send(till);
        }
    }

    /// What must be there in time.
    void sendAll(Till till) {
        var all = till.unsent();
        if (!all.isEmpty()) {
            arrive(copies(till.device.id(), vouchers(all)));
            till.tray.sent(all.stream().map(Taken::hash).toList());
        }
    }

    private void send(Till till) {
        var all = till.unsent();
        int fate = random.nextInt(10);
        if (all.isEmpty() || fate == 0) {
            return;
        }
        if (random.nextInt(20) == 0) {
            spoil(till.device.id(), all.get(random.nextInt(all.size())));
        }
        int cut = fate < 3 ? random.nextInt(all.size() + 1) : all.size();
        later(till, all.subList(0, cut), fate > 1);
        later(till, all.subList(cut, all.size()), fate != 2);
    }

    private void later(Till till, List<Taken> part, boolean replied) {
        if (part.isEmpty()) {
            return;
        }
        var batch = List.copyOf(part);
        simulation.timeline.after(simulation.minutes(random.nextInt(5) == 0 ? 700 : 2), () -> {
            arrive(copies(till.device.id(), vouchers(batch)));
            if (replied) {
                till.tray.sent(batch.stream().map(Taken::hash).toList());
            }
        });
    }

    /// What is spoiled on its way, or by somebody, and comes before the genuine one.
    void spoil(String uploader, Taken taken) {
        var genuine = taken.voucher();
        var debit = genuine.debit();
        var noise = Octets.random(64, random);
        var spoiled =
                switch (random.nextInt(4)) {
                    case 0 -> new Voucher(debit, Optional.of(noise));
                    case 1 -> new Voucher(new Signed<>(debit.content(), noise), genuine.acknowledgement());
                    case 2 -> new Voucher(debit, Optional.empty());
                    default ->
                        new Voucher(
                                new Signed<>(dearer(debit.content()), debit.signature()), genuine.acknowledgement());
                };
        arrive(copies(uploader, List.of(spoiled)));
    }

    private static Debit dearer(Debit debit) {
        return new Debit(
                debit.payer(),
                debit.payerCertificate(),
                debit.load(),
                debit.counter(),
                debit.previous(),
                debit.amountFen() + 1,
                debit.balanceFen(),
                debit.payee(),
                debit.payeeCertificate(),
                debit.nonce(),
                debit.payeeTime(),
                debit.revocations(),
                debit.policy(),
                debit.pinVerified(),
                debit.poweredOff(),
                debit.hop());
    }

    /// The payer brings what it has, and is told up to where the bank has everything.
    void sync(Card card, Card.Chip chip) {
        var kept = chip.element().kept().stream().map(each -> each.voucher()).toList();
        if (!kept.isEmpty() && random.nextInt(8) > 0) {
            arrive(copies(card.id(), kept));
        }
        var counter = Math.min(
                simulation.feed.bank.contiguous(card.id()),
                chip.element().display().counter());
        if (counter > 0 && random.nextInt(8) > 0) {
            var receipt = simulation.register.receipt(card.id(), counter);
            if (random.nextInt(8) > 0) {
                chip.element()
                        .synced(receipt, simulation.world.signatory.chains().getFirst());
            }
        }
    }

    void arrive(List<Copy> copies) {
        simulation.feed.submit(new Input.Uploaded(simulation.timeline.instant(), copies));
    }

    static List<Voucher> vouchers(List<Taken> taken) {
        return taken.stream().map(Taken::voucher).toList();
    }

    List<Copy> copies(String uploader, List<Voucher> vouchers) {
        return copies(new UUID(simulation.seed, ++batches), uploader, vouchers, simulation.timeline.instant());
    }

    static List<Copy> copies(UUID batch, String uploader, List<Voucher> vouchers, Instant receivedAt) {
        long sumFen = vouchers.stream()
                .mapToLong(voucher -> voucher.debit().content().amountFen())
                .reduce(0, Math::addExact);
        var copies = new ArrayList<Copy>();
        for (var voucher : vouchers) {
            copies.add(new Copy(batch, copies.size(), uploader, vouchers.size(), sumFen, receivedAt, voucher));
        }
        return copies;
    }
}
