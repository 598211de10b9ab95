package cn.jiaozi.local.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The bank's own books of its deposit accounts. They live in memory and in a journal from which they are rebuilt, so
/// they survive `kill -9`; nothing is answered before it is on the disk.
final class Books implements AutoCloseable {
    /// Sums over everything ever booked: `sumDepositsFen = openedFen - debitedFen + creditedFen`.
    ///
    /// @param debitedFen  with what was sent back
    /// @param returnedFen what was sent back alone
    record Totals(
            int accounts, long sumDepositsFen, long debitedFen, long creditedFen, long openedFen, long returnedFen) {}

    /// Why a transfer cannot be sent back.
    enum NoReturn {
        NOT_FOUND,
        NOT_A_DONE_CREDIT,
        OTHER_REASON,
        SPENT
    }

    /// Either of both.
    record Attempt(@Nullable Returned returned, @Nullable NoReturn refusal) {}

    record Balance(DepositAccount account, long balanceFen) {}

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.ofHours(8));

    private final JsonMapper json;
    private final Journal journal;
    private final Map<String, DepositAccount> accounts = new LinkedHashMap<>();
    private final Map<String, Long> balances = new LinkedHashMap<>();
    private final Map<String, Booking> byRequest = new LinkedHashMap<>();
    private final List<Booking> bookings = new ArrayList<>();
    private final Map<String, Returned> returnedByRequest = new LinkedHashMap<>();
    private final List<Returned> returns = new ArrayList<>();
    private long debitedFen;
    private long creditedFen;
    private long returnedFen;

    Books(Path dir, JsonMapper json) throws IOException {
        this.json = json;
        Files.createDirectories(dir);
        var file = dir.resolve("core-journal.jsonl");
        for (var line : Journal.read(file)) {
            replay(json.readValue(line, JournalLine.class));
        }
        this.journal = Journal.open(file);
    }

    /// Opens an account, or changes the data of an open one; its money stays as it is.
    synchronized Balance open(DepositAccount wanted) {
        var known = accounts.get(wanted.accountNo());
        var account = known == null
                ? wanted
                : new DepositAccount(
                        wanted.accountNo(),
                        wanted.name(),
                        wanted.idNo(),
                        wanted.phone(),
                        known.openedFen(),
                        wanted.status());
        if (!account.equals(known)) {
            apply(account);
            journal.append(json.writeValueAsString(JournalLine.of(account)));
        }
        return new Balance(account, balanceOf(account.accountNo()));
    }

    synchronized Optional<Balance> account(String accountNo) {
        return Optional.ofNullable(accounts.get(accountNo)).map(account -> new Balance(account, balanceOf(accountNo)));
    }

    /// Books a transfer, or finds what was booked under its request id before (perhaps with other content).
    synchronized Booking book(Transfer transfer, Instant now) {
        var known = byRequest.get(transfer.requestId());
        if (known != null) {
            return known;
        }
        var reason = refusal(transfer);
        var number = bookings.size() + 1L;
        var answer = new Answer(
                transfer.requestId(),
                reason.isPresent() ? Answer.State.REFUSED : Answer.State.DONE,
                reason.orElse(null),
                "CB%s%09d".formatted(DAY.format(now), number),
                now.truncatedTo(ChronoUnit.MICROS));
        var booking = new Booking(number, transfer, answer);
        apply(booking);
        journal.append(json.writeValueAsString(JournalLine.of(booking)));
        return booking;
    }

    synchronized Optional<Booking> find(String requestId) {
        return Optional.ofNullable(byRequest.get(requestId));
    }

    synchronized List<Booking> list(long after, int limit) {
        var from = (int) Math.min(Math.max(after, 0), bookings.size());
        return List.copyOf(bookings.subList(from, Math.min(from + limit, bookings.size())));
    }

    /// Sends a credit back once; the same again is answered the same.
    synchronized Attempt sendBack(String requestId, String reason, Instant now) {
        var known = returnedByRequest.get(requestId);
        if (known != null) {
            return known.reason().equals(reason) ? new Attempt(known, null) : new Attempt(null, NoReturn.OTHER_REASON);
        }
        var booking = byRequest.get(requestId);
        if (booking == null) {
            return new Attempt(null, NoReturn.NOT_FOUND);
        }
        var transfer = booking.transfer();
        if (booking.answer().state() != Answer.State.DONE || transfer.kind() != Transfer.Kind.CREDIT) {
            return new Attempt(null, NoReturn.NOT_A_DONE_CREDIT);
        }
        if (balanceOf(transfer.accountNo()) < transfer.amountFen()) {
            return new Attempt(null, NoReturn.SPENT);
        }
        var number = returns.size() + 1L;
        var returned = new Returned(
                number,
                requestId,
                transfer.amountFen(),
                reason,
                "CR%s%09d".formatted(DAY.format(now), number),
                now.truncatedTo(ChronoUnit.MICROS));
        apply(returned);
        journal.append(json.writeValueAsString(JournalLine.of(returned)));
        return new Attempt(returned, null);
    }

    synchronized List<Returned> returns(long after, int limit) {
        var from = (int) Math.min(Math.max(after, 0), returns.size());
        return List.copyOf(returns.subList(from, Math.min(from + limit, returns.size())));
    }

    /// How many transfers were booked or refused so far.
    synchronized long count() {
        return bookings.size();
    }

    synchronized Totals totals() {
        var opened =
                accounts.values().stream().mapToLong(DepositAccount::openedFen).sum();
        var sum = balances.values().stream().mapToLong(Long::longValue).sum();
        return new Totals(accounts.size(), sum, debitedFen, creditedFen, opened, returnedFen);
    }

    /// To be called before any answer leaves the process.
    void flushed() {
        journal.flushed();
    }

    @Override
    public void close() {
        journal.close();
    }

    private Optional<Answer.Reason> refusal(Transfer transfer) {
        var account = accounts.get(transfer.accountNo());
        if (account == null) {
            return Optional.of(Answer.Reason.ACCOUNT_NOT_FOUND);
        }
        return switch (account.status()) {
            case FROZEN -> Optional.of(Answer.Reason.ACCOUNT_FROZEN);
            case CARD_EXPIRED -> Optional.of(Answer.Reason.CARD_EXPIRED);
            case ACTIVE ->
                switch (transfer.kind()) {
                    case CREDIT -> Optional.empty();
                    case DEBIT ->
                        balanceOf(transfer.accountNo()) < transfer.amountFen()
                                ? Optional.of(Answer.Reason.INSUFFICIENT_FUNDS)
                                : Optional.empty();
                };
        };
    }

    private void replay(JournalLine line) {
        if (line.account() != null) {
            apply(line.account());
        }
        if (line.booking() != null) {
            apply(line.booking());
        }
        if (line.returned() != null) {
            apply(line.returned());
        }
    }

    private void apply(DepositAccount account) {
        accounts.put(account.accountNo(), account);
        balances.putIfAbsent(account.accountNo(), account.openedFen());
    }

    private void apply(Booking booking) {
        bookings.add(booking);
        byRequest.put(booking.transfer().requestId(), booking);
        if (booking.answer().state() == Answer.State.DONE) {
            var amount = booking.transfer().amountFen();
            switch (booking.transfer().kind()) {
                case DEBIT -> {
                    balances.merge(booking.transfer().accountNo(), -amount, Math::addExact);
                    debitedFen += amount;
                }
                case CREDIT -> {
                    balances.merge(booking.transfer().accountNo(), amount, Math::addExact);
                    creditedFen += amount;
                }
            }
        }
    }

    private void apply(Returned returned) {
        returns.add(returned);
        returnedByRequest.put(returned.requestId(), returned);
        var booking = Objects.requireNonNull(byRequest.get(returned.requestId()));
        balances.merge(booking.transfer().accountNo(), -returned.amountFen(), Math::addExact);
        debitedFen += returned.amountFen();
        returnedFen += returned.amountFen();
    }

    private long balanceOf(String accountNo) {
        return balances.getOrDefault(accountNo, 0L);
    }
}
