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

    private final Map<Day, Long> days = new TreeMap<>();
    private final Map<Year, Long> years = new TreeMap<>();

    Spending(Map<Day, Long> days, Map<Year, Long> years) {
        this.days.putAll(days);
        this.years.putAll(years);
    }

    Map<Day, Long> days() {
        return days;
    }

    Map<Year, Long> years() {
        return years;
    }

    long onDay(String walletId, LocalDate day) {
        return days.getOrDefault(new Day(walletId, day), 0L);
    }

    long inYear(String walletId, LocalDate day) {
        return years.getOrDefault(new Year(walletId, day.getYear()), 0L);
    }

    /// Counts an amount, or gives it back when it is negative, on its day and in that day's year.
    void count(String walletId, LocalDate day, long amountFen) {
        days.merge(new Day(walletId, day), amountFen, Math::addExact);
        years.merge(new Year(walletId, day.getYear()), amountFen, Math::addExact);
    }
}
