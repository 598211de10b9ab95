package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.payment.voucher.Card.Role;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.Refused;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.tap.Denied;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// Four weeks of payments without a network, drawn from a seed: the devices are those of the SDK, the rules
/// are those of the service, and time and money are simulated.
final class OfflineSimulation {
    static final long FUNDS_FEN = 10_000_000;
    private static final int TAPS = 2_000;
    private static final int DAYS = 28;

    final World world;
    final long seed;
    final Random random;
    final Timeline timeline = new Timeline(World.START);
    final Map<Voucher, Signatures> checked = new HashMap<>();
    final Feed feed;
    final Register register;
    final Line line;
    final List<Till> tills = new ArrayList<>();
    final Map<Integer, Card> cards = new TreeMap<>();
    final Map<String, Integer> counts = new TreeMap<>();
    private final Map<Integer, Role> roles = new HashMap<>();

    OfflineSimulation(World world, long seed) {
        this.world = world;
        this.seed = seed;
        random = new Random(seed);
        feed = new Feed(new Reconciliation(world, checked), timeline, new Random(seed + 1));
        register = new Register(world, timeline, feed);
        line = new Line(this);
        feed.onSuspicion(purse -> timeline.after(minutes(60), () -> register.restrict(purse, PurseState.BLOCKED)));
    }

    static OfflineSimulation played(World world, long seed) {
        var simulation = new OfflineSimulation(world, seed);
        simulation.play();
        return simulation;
    }

    private void play() {
        populate();
        for (int i = 0; i < TAPS; i++) {
            // A few purses pay often, most now and then.
            boolean busy = random.nextInt(10) < 6;
            int card = (int) ((busy ? 150 : World.PURSES) * Math.pow(random.nextDouble(), 2));
            int till = random.nextInt(World.TILLS);
            timeline.at(anytime(0, DAYS), () -> visit(card(card), tills.get(till)));
        }
        new Mischief(this).plan();
        for (int hour = 6; hour < DAYS * 24 + 24; hour += 6) {
            // The list may be late, but no later than a till may do without it.
            timeline.at(World.START.plus(Duration.ofHours(hour)).plus(minutes(300)), register::publish);
        }
        timeline.runUntil(World.START.plus(Duration.ofDays(DAYS + 1)));
        finish();
    }

    private void populate() {
        for (int i = 0; i < World.TILLS; i++) {
            int draw = random.nextInt(20);
            var manner = i < 4 ? Till.Manner.COLLUDING : draw == 0 ? Till.Manner.LATE : Till.Manner.GOOD;
            var skew = Duration.ofSeconds(
                    random.nextInt(5) == 0 ? random.nextInt(43_200) - 21_600 : random.nextInt(240) - 120);
            var device = world.payee(i);
            tills.add(new Till(world, device, manner, skew, timeline, register.list(), seed * 1_000 + i));
            if (i >= World.TILLS - World.PURSE_PAYEES) {
                register.issue(device, 0);
            }
            line.connect(tills.get(i));
        }
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < 60; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        var drawn = numbers.iterator();
        give(drawn, Role.LOST, 5);
        give(drawn, Role.BLOCKED, 3);
        give(drawn, Role.CLONED, 5);
        give(drawn, Role.ROLLED_BACK, 4);
        give(drawn, Role.SET_BACK, 1);
        give(drawn, Role.EXTRACTED, 3);
    }

    private void give(Iterator<Integer> numbers, Role role, int many) {
        for (int i = 0; i < many; i++) {
            roles.put(numbers.next(), role);
        }
    }

    List<Integer> numbers(Role role) {
        return roles.entrySet().stream()
                .filter(each -> each.getValue() == role)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    Card card(int number) {
        return cards.computeIfAbsent(number, _ -> {
            var device = world.purse(number);
            register.issue(device, FUNDS_FEN);
            return new Card(world, device, roles.getOrDefault(number, Role.HONEST));
        });
    }

    /// Somebody wants to pay.
    void visit(Card card, Till till) {
        if (till.isOnline) {
            line.meet(till);
        }
        pay(card, till);
        if (till.isOnline) {
            line.meet(till);
        }
    }

    private void pay(Card card, Till till) {
        var chip = card.chips.get(random.nextInt(card.chips.size()));
        boolean dear = random.nextInt(card.role.isHonest() ? 12 : 3) == 0;
        long amountFen = dear ? 20_001 + random.nextInt(30_000) : 1 + random.nextInt(9_000);
        var power = random.nextInt(10) == 0 ? Power.FIELD : Power.OWN;
        var tear = random.nextInt(6) == 0 ? Tear.drawn(random) : Tear.NOWHERE;
        try {
            var display = chip.element().display();
            boolean loads = !display.open() || display.balanceFen() < amountFen;
            if (loads || random.nextInt(display.paymentsLeft() < 2 ? 2 : 20) == 0) {
                online(card, chip, loads);
            }
            if (till.tray.offer().isPresent()) {
                till.payee().cancel();
            }
            var _ = till.payee().ask(amountFen, till.list());
            Card.tap(chip, till, tear, dear, power);
            count("paid");
        } catch (Denied no) {
            count(no.reason().name());
            if (no.reason() == Denied.Cause.STALE_REVOCATIONS || no.reason() == Denied.Cause.OVER_UNSENT) {
                line.meet(till);
            }
        } catch (Refused no) {
            count(no.refusal().name());
        } catch (Cell.Torn _) {
            count("torn");
            if (random.nextInt(10) < 7) {
                timeline.after(minutes(random.nextInt(4) == 0 ? 4_000 : 60), () -> again(chip, till, dear));
            }
        }
    }

    private void again(Card.Chip chip, Till till, boolean pin) {
        try {
            Card.tapAgain(chip, till, pin);
            count("again");
        } catch (Denied no) {
            count("again " + no.reason());
        } catch (Refused no) {
            count("again " + no.refusal());
        }
    }

    /// The holder meets the bank: brings vouchers, and has the purse loaded.
    void online(Card card, Card.Chip chip, boolean loads) {
        try {
            line.sync(card, chip);
            Card.renew(chip, card.device.chain(timeline.instant()));
            if (loads) {
                load(card, chip);
            }
        } catch (Refused no) {
            count("online " + no.refusal());
        }
    }

    private void load(Card card, Card.Chip chip) {
        var display = chip.element().display();
        var order = register.order(card.id()).filter(it -> it.content().load() == display.load() + 1);
        if (order.isEmpty()) {
            Optional<Signed<Statement>> closing = display.load() == 0 ? Optional.empty() : Optional.of(close(chip));
            order = register.load(
                    card.id(), closing, card.role.isHonest() ? 20_000 + 20_000L * random.nextInt(5) : 100_000);
        }
        if (order.isPresent() && random.nextInt(12) > 0) {
            chip.element().load(order.get(), world.signatory.chains().getFirst());
        }
    }

    /// Also when it is torn; the statement stays the same.
    Signed<Statement> close(Card.Chip chip) {
        if (random.nextInt(8) == 0) {
            chip.cell().tear(0, random.nextBoolean());
            try {
                var _ = chip.element().close(Octets.random(Statement.CHALLENGE, random));
            } catch (Cell.Torn _) {
                count("torn closing");
            } finally {
                chip.cell().repair();
            }
        }
        return chip.element().close(Octets.random(Statement.CHALLENGE, random));
    }

    /// All who can bring what they have; then as much time passes as anything may take.
    private void finish() {
        for (var till : tills) {
            line.sendAll(till);
        }
        numbers(Role.BLOCKED).stream().map(this::card).map(Card::id).forEach(register::clear);
        register.publish();
        timeline.runUntil(World.START.plus(Duration.ofDays(DAYS + 3)));
        for (var card : cards.values()) {
            var chip = card.chips.getFirst();
            online(card, chip, false);
            if (register.state(card.id()) == PurseState.ACTIVE
                    && card.role != Role.SET_BACK
                    && chip.element().display().load() > 0) {
                register.unload(card.id(), close(chip));
            }
        }
        timeline.runUntil(World.START.plus(Duration.ofDays(DAYS + 45)));
        feed.submit(new Input.Passed(timeline.instant()));
        register.releaseOpen();
    }

    boolean isHonest(String purse) {
        return cards.values().stream().anyMatch(card -> card.id().equals(purse) && card.role.isHonest());
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    Duration minutes(int most) {
        return Duration.ofSeconds(random.nextInt(most * 60));
    }

    Instant anytime(int fromDay, int toDay) {
        return World.START.plus(Duration.ofDays(fromDay)).plusSeconds(random.nextInt((toDay - fromDay) * 86_400));
    }
}
