package cn.jiaozi.merchant.night;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.Callers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Merchants with every kind of plan, and a calendar with a long holiday in it.
final class Street {
    /// Everything here was agreed on before.
    private static final LocalDate AGREED = LocalDate.of(2027, 9, 25);

    private static final List<LocalDate> HOLIDAYS =
            LocalDate.of(2027, 10, 1).datesUntil(LocalDate.of(2027, 10, 8)).toList();

    /// A Saturday that is worked on (调休).
    private static final LocalDate WORKED = LocalDate.of(2027, 10, 9);

    private final Callers callers;
    private final Service service;
    private final List<Shop> shops = new ArrayList<>();

    /// @param schedule as its plan says; empty for a shop without one
    record Shop(String no, String party, String walletId, Optional<String> schedule) {}

    Street(Callers callers, Service service) {
        this.callers = callers;
        this.service = service;
    }

    Callers callers() {
        return callers;
    }

    List<Shop> shops() {
        return shops;
    }

    void open() {
        var off = new ArrayList<Map<String, Object>>();
        HOLIDAYS.stream()
                .filter(day -> day.getDayOfWeek().getValue() < 6)
                .forEach(day -> off.add(Map.of("date", day.toString(), "workday", false, "name", "国庆节")));
        off.add(Map.of("date", WORKED.toString(), "workday", true, "name", "国庆节"));
        done(callers.put("/v1/calendars/2027", "clerk", "OPERATOR", Map.of("versionId", "of-2027", "days", off)));
        shop(Map.of("schedule", "T1"));
        shop(Map.of("schedule", "T1", "cutOff", "18:00", "keepFen", 300));
        shop(Map.of("schedule", "INTRADAY", "times", List.of("11:00", "15:00"), "minimumFen", 400));
        shop(Map.of("schedule", "EACH"));
        shop(Map.of("schedule", "THRESHOLD", "thresholdFen", 1_500));
        shop(Map.of("schedule", "WEEKLY", "dayOfWeek", "FRIDAY", "keepFen", 100));
        shop(Map.of("schedule", "MONTHLY", "dayOfMonth", 31));
        shop(Map.of());
        fee(shops.get(0), Map.of("rateBp", 60, "perTransactionFen", 1, "refundPolicy", "RETURN_PROPORTIONALLY"));
        fee(shops.get(3), Map.of("rateBp", 38, "perTransactionFen", 0, "refundPolicy", "RETURN_PROPORTIONALLY"));
        fee(shops.get(7), Map.of("rateBp", 0, "perTransactionFen", 2, "refundPolicy", "KEEP"));
        // No power fails here, and what the service is told must not wait for the disk.
        service.run("alter database merchant_nights set synchronous_commit = off");
    }

    private void shop(Map<String, Object> plan) {
        var merchant = callers.aMerchant();
        String wallet = "00230000000001%02d".formatted(shops.size());
        service.run("update merchant set wallet_id = '%s' where merchant_no = '%s'".formatted(wallet, merchant.no()));
        if (!plan.isEmpty()) {
            done(callers.put("/v1/merchants/" + merchant.no() + "/payout-plans/" + AGREED, "clerk", "OPERATOR", plan));
        }
        shops.add(new Shop(
                merchant.no(),
                merchant.party(),
                wallet,
                Optional.ofNullable(plan.get("schedule")).map(Object::toString)));
    }

    private void fee(Shop shop, Map<String, Object> terms) {
        String path = "/v1/merchants/" + shop.no() + "/fee-plans/" + AGREED;
        var proposed = done(callers.put(path, "clerk", "OPERATOR", terms));
        done(callers.put(path + "/approval", "reviewer", "OPERATOR", Map.of("planId", proposed.text("planId"))));
    }

    private static Callers.Answer done(Callers.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 299);
        return answer;
    }

    /// What is due by the clock on a day, reckoned apart from the service: merchant, day and slot.
    List<String> due(LocalDate day, boolean nightAlone) {
        var due = new ArrayList<String>();
        for (var shop : shops) {
            String at = shop.no() + " " + day + " ";
            switch (shop.schedule().orElse("")) {
                case "T1" -> {
                    if (isWorking(day)) {
                        due.add(at + "T1");
                    }
                }
                case "WEEKLY" -> {
                    if (standsInFor(day).stream()
                            .anyMatch(each -> each.getDayOfWeek().getValue() == 5)) {
                        due.add(at + "WEEKLY");
                    }
                }
                case "MONTHLY" -> {
                    if (standsInFor(day).stream()
                            .anyMatch(each -> each.plusDays(1).getDayOfMonth() == 1)) {
                        due.add(at + "MONTHLY");
                    }
                }
                case "INTRADAY" -> {
                    if (!nightAlone) {
                        due.add(at + "INTRADAY:1100");
                        due.add(at + "INTRADAY:1500");
                    }
                }
                default -> {
                    // Paid out by its sales, or when it asks.
                }
            }
        }
        return due;
    }

    private static boolean isWorking(LocalDate day) {
        return day.equals(WORKED) || (day.getDayOfWeek().getValue() < 6 && !HOLIDAYS.contains(day));
    }

    /// A working day, and the days without work before it.
    private static List<LocalDate> standsInFor(LocalDate day) {
        var days = new ArrayList<LocalDate>();
        if (isWorking(day)) {
            days.add(day);
            for (var before = day.minusDays(1); !isWorking(before); before = before.minusDays(1)) {
                days.add(before);
            }
        }
        return days;
    }
}
