package cn.jiaozi.wallet.authorization;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/// What wallets have spent on days and in years, as far as one batch is concerned with it. Its rows are locked while it
/// lives.
final class Spending {
    record Day(String walletId, LocalDate day) implements Comparable<Day> {
        @Override
        public int compareTo(Day other) {
            int byWallet = walletId.compareTo(other.walletId);
            return byWallet != 0 ? byWallet : day.compareTo(other.day);
        }
    }

    record Year(String walletId, int year) implements Comparable<Year> {
        @Override
        public int compareTo(Year other) {
            int byWallet = walletId.compareTo(other.walletId);
            return byWallet != 0 ? byWallet : Integer.compare(year, other.year);
        }
    }

    /// @param pinFreeFen   the part that was paid without a factor
    /// @param pinFreeCount in so many payments
    record Used(long fen, long pinFreeFen, int pinFreeCount) {
        static final Used NOTHING = new Used(0, 0, 0);

        private Used and(Used more) {
            return new Used(
                    Math.addExact(fen, more.fen),
                    Math.addExact(pinFreeFen, more.pinFreeFen),
                    Math.addExact(pinFreeCount, more.pinFreeCount));
        }
    }

    private final Map<Day, Used> days = new TreeMap<>();
    private final Map<Year, Long> years = new TreeMap<>();

    Spending(Map<Day, Used> days, Map<Year, Long> years) {
        this.days.putAll(days);
        this.years.putAll(years);
    }

    Map<Day, Used> days() {
        return days;
    }

    Map<Year, Long> years() {
        return years;
    }

    Used onDay(String walletId, LocalDate day) {
        return days.getOrDefault(new Day(walletId, day), Used.NOTHING);
    }

    long inYear(String walletId, LocalDate day) {
        return years.getOrDefault(new Year(walletId, day.getYear()), 0L);
    }

    /// On its day and in that day's year.
    void count(Authorization authorization) {
        add(authorization, 1);
    }

    /// What was paid without a network.
    void count(String walletId, LocalDate day, long fen) {
        add(walletId, day, fen, new Used(fen, 0, 0));
    }

    /// To the day on which it had counted, and to that day's year.
    void giveBack(Authorization authorization) {
        add(authorization, -1);
    }

    private void add(Authorization authorization, int times) {
        long fen = authorization.request().amountFen() * times;
        var used = authorization.pinFree() ? new Used(fen, fen, times) : new Used(fen, 0, 0);
        add(authorization.request().payer().walletId(), authorization.day(), fen, used);
    }

    private void add(String walletId, LocalDate day, long fen, Used used) {
        days.merge(new Day(walletId, day), used, Used::and);
        years.merge(new Year(walletId, day.getYear()), fen, Math::addExact);
    }
}
